"""Examples of the rules of the attrition."""

from schemas.examples.drawing import example, fine

GOOD = {"step": 1, "before_count": 1, "excluded_count": 0, "remaining_count": 1}
FIRST, SECOND = (
    {"step": 1, "before_count": 3, "excluded_count": 1, "remaining_count": 2},
    {"step": 2, "before_count": 2, "excluded_count": 1},
)
EXAMPLES = [
    example(
        "attrition",
        "CC-013 stop",
        "before_count excluded_count remaining_count",
        {"attrition": [FIRST, SECOND]},
        [
            {"attrition": [{**FIRST, "excluded_count": 0}, fine(**SECOND)]},
            {"attrition": [fine(**FIRST), {**SECOND, "before_count": 3, "excluded_count": 2}]},
            {"attrition": [fine(**FIRST), {**SECOND, "excluded_count": 0, "remaining_count": 2}]},  # the cohort has one patient
        ],
        alone=True,
    ),
]
