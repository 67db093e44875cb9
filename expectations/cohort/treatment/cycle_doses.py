"""Drugs of a cycle: each on the days on which its regimen plans it."""

from schemas.planned_rows import days, one_day
from schemas.rule import Protocol, Rule

DAYS_SHOWN = (
    "printf('%s on %s, planned on day %d for %d; %d days in all', lower(drug), coalesce('day ' || nullif(on_days, ''), 'no day'), "
    "planned_first_day, planned_days, session_days)"
)

RULES = (
    Rule(
        id="TX-002",
        name="drug_that_is_planned_once_is_given_once_in_a_cycle",
        level="flag",
        category="plausibility, atemporal",
        columns=("given_days", "on_days"),
        when_null="passes",
        message="a drug that is planned once in a cycle was given on more than {days} day ({plan})",
        action="Check day and drug of the doses, and whether two cycles carry one number.",
        citation="sql/reference/regimens.csv, and the regimens of the study",
        applies="planned_days = 1",
        query="select source_row_key as row_key from {batch} where planned_days = 1 and is_whole and given_days > {days}",
        thresholds={"days": 1},
        shows=DAYS_SHOWN,
        protocol=Protocol(of=(one_day,), in_words="a drug once in a cycle", tells="days"),
    ),
    # A cycle that is too short is CP-013's; one whose day numbers contradict each other has a finding at the row (is_whole).
    Rule(
        id="TX-003",
        name="session_has_its_drugs_on_their_days",
        level="flag",
        category="plausibility, temporal",
        columns=("on_days", "session_days", "planned_first_day", "planned_days"),
        when_null="passes: a drug that was not given has no day",
        message=(
            "a drug of the session is not on its planned days ({plan}) with at most {rest_days} days of rest, or the session takes "
            "more than {later_days} days longer than planned"
        ),
        action="Check the dates of this session; where a drug is always given on another day, set first_day of it in [[study.regimen]].",
        citation="sql/reference/regimens.csv, and the regimens of the study; a day of rest is allowed",
        applies="planned_days is not null",
        query=(
            "select distinct source_row_key as row_key from {batch} where is_whole and planned_days is not null and ("
            "session_days > planned_session_days + {later_days} or first_treatment_day <> planned_first_day "
            "or (planned_days > 1 and (given_days > planned_days or span_days > planned_days + {rest_days})))"
        ),
        thresholds={"later_days": 2, "rest_days": 1},
        shows=DAYS_SHOWN,
        protocol=Protocol(of=(days,), in_words="days of a cycle", tells="days"),
    ),
)
