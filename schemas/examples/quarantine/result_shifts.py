"""Examples of the rule of results that lie elsewhere than in the last release."""

from schemas.examples.drawing import example

GOOD = {"result_count": 50, "last_result_count": 50, "below_pct": 90.0, "last_below_pct": 90.0}
EXAMPLES = [
    example(
        "result_shifts",
        "TE-010 flag",
        "below_pct last_below_pct",
        [{"below_pct": 95.0}, {"below_pct": 85.0}, {"below_pct": 10.0, "result_count": 49}, {"below_pct": 10.0, "last_result_count": 49}],
        [{"below_pct": 95.1}, {"below_pct": 84.9}],
    ),
]
