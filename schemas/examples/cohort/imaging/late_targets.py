"""Examples of the rules of late targets; the good row was seen before and did not grow."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "patient_id": "P1",
    "course": "HAIC",
    "exam_id": "E2",
    "reader_id": "R1",
    "lesion_id": "T3",
    "recorded_overall_response": "PR",
    "diameter_mm": 20.0,
    "smallest_mm": 20.0,
    "is_recorded_criterion": True,
    "is_first": False,
    "is_grown": False,
    "exam_date": dt.date(2022, 5, 1),
}
GROWN = {"diameter_mm": 45.0, "is_grown": True}
EXAMPLES = [
    example(
        "late_targets",
        "MR-026 flag",
        "lesion_id",
        [{}, {"is_first": True, "is_recorded_criterion": False}],
        {"is_first": True, "smallest_mm": None},
    ),
    example(
        "late_targets",
        "MR-027 flag",
        "diameter_mm smallest_mm recorded_overall_response",
        [{}, {**GROWN, "recorded_overall_response": "PD"}],
        [GROWN, {**GROWN, "recorded_overall_response": None}],
    ),
]
