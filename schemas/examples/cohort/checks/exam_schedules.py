"""Examples of the rules of exam schedules: days below, at and above the limits."""

import datetime as dt

from schemas.examples.drawing import example

BASELINE, FIRST = dt.date(2022, 3, 1), dt.date(2022, 5, 1)
EXAM = {"patient_id": "P1", "course": "HAIC", "exam_id": "E1"}
GOOD = {
    **EXAM,
    "modality": "CT",
    "baseline_modality": "CT",
    "days_from_index": 61,
    "days_from_previous_exam": None,
    "is_index_course": True,
    "is_after_index": True,
    "is_after_new_therapy": False,
    "exam_date": FIRST,
}
EXAMPLES = [
    example(
        "exam_schedules",
        "MR-015 flag",
        "days_from_index days_from_previous_exam",
        [
            {"days_from_index": 42},
            {"days_from_index": 140},
            {"days_from_index": 300, "days_from_previous_exam": 28},
            {"days_from_index": 300, "days_from_previous_exam": 126},
            {"days_from_index": 20, "is_index_course": False},
            {"days_from_index": -20, "is_after_index": False},
            {"days_from_index": 300, "days_from_previous_exam": 200, "is_after_new_therapy": True},
        ],
        [
            {"days_from_index": 41},
            {"days_from_index": 141},
            {"days_from_index": 100, "days_from_previous_exam": 27, "previous_exam_date": BASELINE},
            {"days_from_index": 100, "days_from_previous_exam": 127, "previous_exam_date": BASELINE},
        ],
    ),
    example(
        "exam_schedules",
        "MR-017 flag",
        "modality baseline_modality",
        [{}, {"modality": None}, {"modality": "MRI", "baseline_modality": None}, {"modality": "MRI", "baseline_modality": "MRI"}],
        [{"modality": "MRI"}, {"baseline_modality": "MRI"}],
    ),
]
