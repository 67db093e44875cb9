"""Examples of the rule of medians that jump; tests/gate/test_last_release.py has every limit."""

from schemas.examples.drawing import example

GOOD = {"event_count": 10, "median_days": 100, "last_event_count": 10, "last_median_days": 100}
EXAMPLES = [
    example(
        "median_changes",
        "TE-008 stop",
        "median_days last_median_days",
        [{"median_days": 125}, {"median_days": 75}, {"median_days": 200, "event_count": 9}],  # 100 days in the last release
        [{"median_days": 126}, {"median_days": 74}, {"median_days": None}],
    ),
]
