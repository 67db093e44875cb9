"""Examples of the rules of laboratory adverse events."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "test": "ANC",
    "recorded_grade": 3,
    "derived_grade": 3,
    "result_count": 1,
    "worst_value": 0.7,
    "start_date": dt.date(2023, 1, 20),
    "worst_date": dt.date(2023, 1, 20),
}
EXAMPLES = [
    example(
        "laboratory_adverse_events",
        "CC-008 flag",
        "recorded_grade derived_grade",
        [
            {"recorded_grade": 3, "derived_grade": 3},
            {"recorded_grade": 3, "derived_grade": None},
            {"recorded_grade": 5, "derived_grade": 4},  # a death
            {"test": "HGB", "recorded_grade": 4, "derived_grade": 3},  # life-threatening anaemia is no number
        ],
        [
            {"recorded_grade": 2, "derived_grade": 3},
            {"recorded_grade": 4, "derived_grade": 3},
            {"recorded_grade": 1, "derived_grade": 0},
            {"test": "HGB", "recorded_grade": 4, "derived_grade": 2},
        ],
    ),
]
