"""Adverse events: not before birth, not in the future, none that begins after death, an end not before the start."""

from expectations.date_rules import not_after_death, not_before_birth, not_in_the_future
from schemas.rule import Rule

RULES = (
    *not_in_the_future("start_date", "end_date"),
    *not_before_birth("start_date", "end_date"),
    not_after_death("start_date"),
    Rule(
        id="PT-012",
        name="adverse_event_does_not_end_before_it_starts",
        level="flag",
        category="plausibility, temporal",
        columns=("start_date", "end_date"),
        when_null="passes: an event without an end is ongoing",
        message="the adverse event ends before it starts",
        action="Correct the dates of the event.",
        citation="sdtmchecks check_ae_aestdtc_after_aeendtc",
        where="end_date < start_date",
    ),
)
