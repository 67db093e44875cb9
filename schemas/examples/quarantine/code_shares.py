"""Examples of the rule of codes that are as frequent as in the last release: more than five points, and more than five rows."""

from schemas.examples.drawing import example

GOOD = {"row_count": 200, "last_row_count": 200, "share_pct": 50.0, "last_share_pct": 50.0, "measured": ""}
EXAMPLES = [
    example(
        "code_shares",
        "TE-010 flag",
        "share_pct last_share_pct",
        [
            {"share_pct": 55.0},
            {"share_pct": 45.0},
            {"row_count": 50, "last_row_count": 50, "share_pct": 60.0},  # five rows of fifty
            {"row_count": 49, "last_row_count": 49, "share_pct": 90.0},
            {"last_row_count": 190, "share_pct": 57.5},  # ten rows came: half of them are 2.5 points of 200
            {"last_row_count": 49, "share_pct": 90.0},
        ],
        [
            {"share_pct": 55.1},
            {"share_pct": 44.9},
            {"last_row_count": 190, "share_pct": 57.6},
            {"row_count": 50, "last_row_count": 50, "share_pct": 62.0},
            {"share_pct": 10.0, "last_share_pct": 0.0},
        ],
    ),
]
