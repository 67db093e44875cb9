"""Median changes: the medians of survival do not jump from one release to the next."""

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
        where=(
            "last_median_days is not null and event_count >= {min_events} and last_event_count >= {min_events} "
            "and not coalesce(abs(median_days - last_median_days) <= last_median_days * {above_pct} / 100, false) "
            f"and {ALLOWED_BY_REASON}"
        ),
        shows=(
            "row_key || ': median ' || coalesce(median_days::varchar, 'not reached') || ' days, in the last release ' || last_median_days "
            "|| ' days'"
        ),
    ),
)
