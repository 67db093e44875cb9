"""HAIC cycles: every four to six weeks."""

from schemas.rule import Rule

INTERVAL = Rule(
    id="TX-004",
    name="haic_cycles_begin_three_to_eight_weeks_apart",
    level="flag",
    category="plausibility, temporal",
    columns=("interval_days",),
    when_null="passes: the first cycle has no interval",
    message="day 1 of this cycle lies 14 to 20 or more than 56 days after that of the cycle before",
    action="Check the dates of both cycles; a long pause needs no correction.",
    citation="Registry protocol: every 4 to 6 weeks; tolerance of one to two weeks",
    query="select source_row_key as row_key from {batch} where interval_days between 14 and 20 or interval_days > 56",
)
RULES = (
    INTERVAL,
    # The catalogue rejects intervals below 14 days. A cycle is made of several rows, none of which is the wrong one: the finding asks.
    INTERVAL.on(
        "interval_days",
        name="haic_cycles_are_two_weeks_apart_or_more",
        message="day 1 of this cycle lies less than 14 days after that of the cycle before: one session in two cycles, or a wrong date",
        action="Correct the dates or the cycle numbers.",
        query="select source_row_key as row_key from {batch} where interval_days < 14",
    ),
)
