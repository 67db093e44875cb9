"""Examples of the rule of first assessments."""

import datetime as dt

from schemas.examples.drawing import example

BASELINE, FIRST = dt.date(2022, 3, 1), dt.date(2022, 5, 1)
GOOD = {
    "patient_id": "P1",
    "exam_count": 1,
    "evaluable_exam_count": 1,
    "index_date": BASELINE,
    "first_assessment_date": FIRST,
    "last_known_alive_date": FIRST,
}
EXAMPLES = [
    example(
        "first_assessments",
        "CP-007 flag",
        "no_assessment_reason exam_count",
        {},
        [{"no_assessment_reason": reason} for reason in ("early death", "lost", "not done", "not evaluable", "not adjudicated")],
    ),
]
