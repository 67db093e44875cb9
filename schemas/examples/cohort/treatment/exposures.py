"""Examples of the rules of exposures."""

from schemas.examples.drawing import example

GOOD = {"arm": "first_line", "plan": "FP", "cycle_count": 4, "most_cycles": 14}
EXAMPLES = [
    example(
        "exposures",
        "TX-006 flag",
        "cycle_count most_cycles",
        [{"cycle_count": 1}, {"cycle_count": 14}, {"cycle_count": 30, "most_cycles": None}],
        [{"cycle_count": 15}, {"cycle_count": 9, "most_cycles": 8}],
    ),
]
