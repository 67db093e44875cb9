"""Examples of the rules of reader deviations; the good row is near the two others."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "patient_id": "P1",
    "course": "HAIC",
    "exam_id": "E1",
    "reader_id": "R3",
    "other_count": 2,
    "sum_mm": 42.0,
    "least_other_mm": 40.6,
    "largest_other_mm": 44.0,
    "other_spread_pct": 8.0,
    "ratio": 1.01,
    "exam_date": dt.date(2022, 5, 1),
}
EXAMPLES = [
    example(
        "reader_deviations",
        "IR-009 flag",
        "sum_mm least_other_mm largest_other_mm",
        [{}, {"ratio": 5.0}, {"ratio": 5.6, "other_spread_pct": 20.1}],
        [{"sum_mm": 7.5, "ratio": 5.64}, {"ratio": 5.1, "other_spread_pct": 20.0}],
    ),
]
