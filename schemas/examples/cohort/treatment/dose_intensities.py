"""Examples of the rules of dose intensities."""

from schemas.examples.drawing import example

GOOD = {"arm": "first_line", "cycle_count": 4}
EXAMPLES = [
    example("dose_intensities", "TX-006 flag", "cycle_count", [{"cycle_count": 1}, {"cycle_count": 14}], [{"cycle_count": 15}]),
]
