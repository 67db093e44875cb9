"""Watching over the cycles: laboratory results on each day of a session, and no session long after progression."""

from schemas.planned_rows import daily_labs
from schemas.rule import Protocol, Rule

RULES = (
    Rule(
        id="PT-011",
        name="infusion_day_has_a_laboratory_result",
        level="flag",
        category="completeness",
        columns=("infusion_day_count", "day_without_labs_count"),
        when_null="passes: no laboratory result of the patient is sent at all",
        message="infusion days of this cycle have no laboratory result: more than the {days} allowed",
        action="Send the results of these days, or check the dates of the infusions.",
        citation="Registry protocol: laboratory tests daily during the session",
        applies="day_without_labs_count is not null",
        query="select source_row_key as row_key from {batch} where day_without_labs_count > {days}",
        thresholds={"days": 0},
        shows="printf('%d of %d infusion days without a result', day_without_labs_count, infusion_day_count)",
        protocol=Protocol(of=(daily_labs,), in_words="laboratory tests on each day of a cycle"),
    ),
    # One finding per patient, at the first such cycle: the later ones are of the same cause.
    Rule(
        id="TX-007",
        name="no_cycle_begins_after_progression",
        level="flag",
        category="plausibility, temporal",
        columns=("cycle_start_date", "progression_date"),
        when_null="passes: the patient has not progressed",
        message="a cycle of the index treatment begins more than {days} days after the progression",
        action="Check the date of the progression and of the cycle; treatment beyond progression needs nothing.",
        citation="Registry protocol: the index treatment until progression",
        applies="days_since_progression is not null",
        query=(
            "select source_row_key as row_key from {batch} where days_since_progression > {days} "
            "qualify row_number() over (partition by patient_id order by cycle_start_date, cycle_no) = 1"
        ),
        thresholds={"days": 14},
        shows="printf('%s - %s = %d days', cycle_start_date::varchar, progression_date::varchar, days_since_progression)",
        protocol=Protocol(of=(), in_words="the index treatment"),
    ),
)
