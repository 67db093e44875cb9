"""Examples of the rule of response criteria."""

from schemas.examples.drawing import example

GOOD = {
    "criterion": "RECIST 1.1",
    "label": "RECIST 1.1",
    "diameter": "total",
    "measured_read_count": 12,
    "is_primary_criterion": False,
    "is_recorded_criterion": False,
    "is_evaluable": True,
}
EXAMPLES = [
    example(
        "response_criteria",
        "MR-022 flag",
        "criterion measured_read_count",
        [{}, {"measured_read_count": 0, "is_recorded_criterion": True}],
        {"measured_read_count": 0, "is_evaluable": False},
    ),
]
