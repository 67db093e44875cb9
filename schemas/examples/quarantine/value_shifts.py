"""Examples of the rule of numbers that lie where they lay in the last release: more than five points, and more than five rows."""

from schemas.examples.drawing import example

GOOD = {"row_count": 200, "last_row_count": 200, "below_pct": 90.0, "last_below_pct": 90.0, "measured": ""}
EXAMPLES = [
    example(
        "value_shifts",
        "TE-010 flag",
        "below_pct last_below_pct",
        [
            {"below_pct": 95.0},
            {"below_pct": 85.0},
            {"row_count": 50, "last_row_count": 50, "below_pct": 80.0},  # five rows of fifty
            {"row_count": 49, "below_pct": 10.0},
            {"last_row_count": 190, "below_pct": 82.5},  # ten rows came: half of them are 2.5 points of 200
            {"last_row_count": 49, "below_pct": 10.0},
        ],
        [
            {"below_pct": 95.1},
            {"below_pct": 84.9},
            {"last_row_count": 190, "below_pct": 82.4},
            {"row_count": 50, "last_row_count": 50, "below_pct": 78.0},
        ],
    ),
]
