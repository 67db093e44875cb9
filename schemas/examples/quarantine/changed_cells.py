"""Examples of the rule of cells that say the same as in the last release: more than five, and more than 5 %."""

from schemas.examples.drawing import example

GOOD = {"last_filled_count": 200, "changed_count": 0}
EXAMPLES = [
    example(
        "changed_cells",
        "TE-011 flag",
        "changed_count last_filled_count",
        [{"changed_count": 10}, {"changed_count": 5, "last_filled_count": 50}, {"changed_count": 9, "last_filled_count": 0}],
        [{"changed_count": 11}, {"changed_count": 6, "last_filled_count": 50}],  # 5.5 %; 12 %
    ),
]
