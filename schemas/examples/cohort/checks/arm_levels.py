"""Examples of the rules of levels for which arms ask."""

from schemas.examples.drawing import example

GOOD = {"arm": "child_pugh_a", "variable": "child_pugh", "is_known": True, "decides": True}
EXAMPLES = [
    example(
        "arm_levels",
        "CP-024 flag",
        "arm variable",
        [{}, {"is_known": False, "decides": False}],  # known, and of no arm; not known, and the patient has an arm
        {"is_known": False},
    ),
]
