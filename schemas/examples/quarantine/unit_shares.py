"""Examples of the rule of units that are mixed otherwise than in the last release."""

from schemas.examples.drawing import example

GOOD = {"result_count": 50, "last_result_count": 50, "share_pct": 50.0, "last_share_pct": 50.0}
EXAMPLES = [
    example(
        "unit_shares",
        "TE-010 flag",
        "share_pct last_share_pct",
        [{"share_pct": 55.0}, {"share_pct": 45.0}, {"share_pct": 90.0, "result_count": 49}, {"share_pct": 90.0, "last_result_count": 49}],
        [{"share_pct": 55.1}, {"share_pct": 44.9}, {"share_pct": 10.0, "last_share_pct": 0.0}],
    ),
]
