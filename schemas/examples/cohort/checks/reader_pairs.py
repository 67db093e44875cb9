"""Examples of the rules of reader pairs."""

import datetime as dt

from schemas.examples.drawing import example, fine

FIRST = dt.date(2022, 5, 1)
EXAM = {"patient_id": "P1", "course": "HAIC", "exam_id": "E1"}
GOOD = {
    **EXAM,
    "first_reader_id": "R1",
    "second_reader_id": "R2",
    "first_response": "SD",
    "second_response": "SD",
    "timepoint": 1,
    "diameter_count": 4,
    "first_sum_mm": 90.0,
    "second_sum_mm": 92.0,
    "difference_mm": 2.0,
    "difference_pct": 2.2,
    "target_overlap": 1.0,
    "is_identical": False,
    "exam_date": FIRST,
}


def exams(count, diameters, **changes):
    return [fine(exam_id=f"E{number}", is_identical=True, diameter_count=diameters, **changes) for number in range(1, count)] + [
        {"exam_id": f"E{count}", "is_identical": True, "diameter_count": diameters, **changes}
    ]


EXAMPLES = [
    example(
        "reader_pairs",
        "IR-004 flag",
        "first_sum_mm second_sum_mm",
        [
            {"difference_mm": 40.0, "difference_pct": 20.0},
            {"difference_mm": -10.0, "difference_pct": 60.0},
            {"difference_mm": 40.0, "difference_pct": 40.0, "target_overlap": 0.5},
            {"difference_mm": 40.0, "difference_pct": 40.0, "target_overlap": None},  # sums without lesions
            {"difference_mm": None, "difference_pct": None},
        ],
        [{"difference_mm": 10.1, "difference_pct": 20.1}, {"difference_mm": -10.1, "difference_pct": 20.1}],
    ),
    example(
        "reader_pairs",
        "IR-005 flag",
        "target_overlap",
        [{"timepoint": 0, "target_overlap": 0.5}, {"target_overlap": 0.4}, {"timepoint": 0, "target_overlap": None}],
        {"timepoint": 0, "target_overlap": 0.49},
    ),
    example(
        "reader_pairs",
        "IR-007 flag",
        "is_identical diameter_count",
        [
            {"reader_pairs": exams(2, 6)},  # two exams
            {"reader_pairs": exams(3, 3)},  # nine diameters
            {"reader_pairs": [*exams(3, 4), {"exam_id": "E9", "is_identical": False}]},
        ],
        [{"reader_pairs": exams(3, 4)}, {"reader_pairs": [*exams(3, 4), fine(exam_id="E0", diameter_count=0)]}],
    ),
]
