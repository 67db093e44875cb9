"""HAIC cycles: every four to six weeks."""

from schemas.rule import Rule

RULES = (
    # The catalogue rejects intervals below 14 days. A cycle is made of several rows, none of which is the wrong one: the finding asks.
    Rule(
        id="TX-004",
        name="haic_cycles_begin_three_to_eight_weeks_apart",
        level="flag",
        category="plausibility, temporal",
        columns=("interval_days",),
        when_null="passes: the first cycle has no interval",
        message="day 1 of this cycle lies less than 21 or more than 56 days after that of the cycle before",
        action="Check the dates and numbers of both cycles; under two weeks it is one session in two cycles, a long pause needs nothing.",
        citation="Registry protocol: every 4 to 6 weeks; tolerance of one to two weeks",
        query="select source_row_key as row_key from {batch} where interval_days not between 21 and 56",
    ),
)
