"""Examples of the rule of lesion changes."""

import datetime as dt

from schemas.examples.drawing import example

BASELINE, FIRST = dt.date(2022, 3, 1), dt.date(2022, 5, 1)
GOOD = {
    "patient_id": "P1",
    "exam_id": "E1",
    "reader_id": "R1",
    "lesion_id": "T1",
    "organ": "LIVER",
    "days_between": 60,
    "previous_viable_mm": 40.0,
    "viable_mm": 30.0,
    "viable_ratio": 0.75,
    "is_slipped": False,
    "previous_exam_date": BASELINE,
    "exam_date": FIRST,
}


def change(before, now, days=60):
    return {"previous_viable_mm": before, "viable_mm": now, "viable_ratio": now / before if before else None, "days_between": days}


EXAMPLES = [
    example(
        "lesion_changes",
        "MR-016 flag",
        "viable_mm previous_viable_mm days_between",
        [
            change(10.0, 30.0),  # threefold
            change(3.0, 12.0),  # fourfold, but 9 mm
            change(10.0, 40.0, days=61),
            change(60.0, 5.0),  # treatment
            change(120.0, 20.0),  # 100 mm less
            change(0.0, 40.0),
        ],
        [change(10.0, 30.1), change(121.0, 20.0), change(50.0, 151.0), {**change(60.0, 6.0, days=200), "is_slipped": True}],
    ),
]
