"""Examples of the rule of files that lose rows: more than five, and more than 5 %."""

from schemas.examples.drawing import example

GOOD = {"last_row_count": 200, "lost_count": 0}
EXAMPLES = [
    example(
        "file_losses",
        "CP-014 flag",
        "last_row_count lost_count",
        [{"lost_count": 10}, {"lost_count": 5, "last_row_count": 9}, {"lost_count": 9, "last_row_count": 0}],
        [{"lost_count": 11}, {"lost_count": 6, "last_row_count": 9}],
    ),
]
