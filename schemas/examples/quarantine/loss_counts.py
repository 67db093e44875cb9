"""Examples of the rule of how many lose what was known; nobody may, unless the settings allow it."""

from schemas.examples.drawing import example

GOOD = {"patient_count": 0}
EXAMPLES = [
    example("loss_counts", "CP-028 stop", "patient_count", {}, {"patient_count": 1}),
]
