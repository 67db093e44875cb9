"""Examples of the rules of non-target changes; the good row did not grow."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "patient_id": "P1",
    "course": "HAIC",
    "exam_id": "E2",
    "reader_id": "R1",
    "lesion_id": "NT1",
    "derived_overall_response": "SD",
    "diameter_mm": 30.0,
    "smallest_mm": 30.0,
    "is_grown": False,
    "is_judged": False,
    "exam_date": dt.date(2022, 5, 1),
}
GROWN = {"diameter_mm": 60.0, "is_grown": True}
EXAMPLES = [
    example(
        "non_target_changes",
        "MR-032 flag",
        "diameter_mm smallest_mm is_judged",
        [{}, {**GROWN, "is_judged": True}, {**GROWN, "derived_overall_response": "PD"}],
        [GROWN, {**GROWN, "derived_overall_response": None}],
    ),
]
