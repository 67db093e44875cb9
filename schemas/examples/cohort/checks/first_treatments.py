"""Examples of the rules of first treatments."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "has_exam_before_diagnosis": False,
    "hcc_dx_from": dt.date(2022, 12, 1),
    "first_treatment_date": dt.date(2023, 1, 10),
}
TREATED = dt.date(2023, 1, 10)
AFTER = {"hcc_dx_from": dt.date(2023, 1, 11)}
EXAMPLES = [
    example(
        "first_treatments",
        "PT-003 flag",
        "hcc_dx_from first_treatment_date",
        [{"hcc_dx_from": TREATED}, {"hcc_dx_from": None}, {**AFTER, "has_exam_before_diagnosis": True}],  # asked about at the exam
        AFTER,
    ),
]
