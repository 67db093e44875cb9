"""Median changes: the medians of survival do not jump from one release to the next.

Each row of quarantine.median_changes is an arm and an endpoint; Great Expectations holds its median to that of the last release. (Not
ExpectColumnMedianToBeBetween: that is the median of a column, and the one of survival counts who is still alive.)
"""

from expectations.quarantine.row_counts import ALLOWED_BY_REASON, OVERRIDE
from schemas.rule import Rule

RULES = (
    Rule(
        id="TE-008",
        name="median_time_is_near_that_of_the_last_release",
        level="stop",
        category="plausibility, temporal",
        columns=("median_days", "last_median_days"),
        when_null="passes: no last release, or a median that was not reached then; fails for one that was reached then and is not now",
        message="the median survival of this arm moved by more than {above_pct} % since the last release",
        action=f"Look at the patients who are new or gone, and at new deaths and progressions; {OVERRIDE}.",
        citation="Registry protocol: a release is held against the last one",
        thresholds={"above_pct": 25, "min_events": 10},
        applies="last_median_days is not null and event_count >= {min_events} and last_event_count >= {min_events}",
        expectation=("ExpectColumnMaxToBeBetween", {"column": "median_days"}),  # a median that is not reached is between no two limits
        limits={
            "min_value": f"case when {ALLOWED_BY_REASON} then last_median_days * (100 - {{above_pct}}) / 100 end",
            "max_value": f"case when {ALLOWED_BY_REASON} then last_median_days * (100 + {{above_pct}}) / 100 end",
        },
        shows=(
            "row_key || ': median ' || coalesce(median_days::varchar, 'not reached') || ' days, in the last release ' || last_median_days "
            "|| ' days'"
        ),
    ),
)
