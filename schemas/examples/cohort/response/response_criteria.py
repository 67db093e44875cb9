"""Examples of the rule of response criteria."""

from schemas.examples.drawing import example

GOOD = {
    "criterion": "RECIST 1.1",
    "label": "RECIST 1.1",
    "diameter": "total",
    "measured_read_count": 12,
    "recorded_read_count": 12,
    "unverifiable_read_count": 0,
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
    example(
        "response_criteria",
        "MR-029 flag",
        "recorded_read_count unverifiable_read_count",
        [{}, {"is_recorded_criterion": True}, {"unverifiable_read_count": 2}],
        {"is_recorded_criterion": True, "unverifiable_read_count": 2},
    ),
]
