"""Examples of the rules of the arms."""

from schemas.examples.drawing import example

GOOD = {"arm": "first_line", "has_arm": True, "expected_group": "first_line"}
AFTER = {"arm": "post_ate_beva", "expected_group": "post_ate_beva"}
HELD_OUT = {"arm": "ate_beva_without_progression", "has_arm": False, "expected_group": "post_ate_beva"}
EXAMPLES = [
    example(
        "arms",
        "TX-012 flag",
        "arm recorded_arm expected_group",
        [
            {"recorded_arm": "first_line"},
            {"recorded_arm": "post_ate_beva", **AFTER},
            {"recorded_arm": None},
            {"recorded_arm": "post_ate_beva", **HELD_OUT},  # TX-013 asks for the progression
        ],
        [
            {"recorded_arm": "post_ate_beva"},
            {"recorded_arm": "first_line", **AFTER},
            {"recorded_arm": "first_line", **HELD_OUT},
            {"recorded_arm": "first_line", "arm": "other_systemic", "has_arm": False, "expected_group": None},
        ],
    ),
]
