"""Examples of the rules of recorded progressions; the good row progressed 112 days after the index day."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "patient_id": "P1",
    "progression_day": 112,
    "progression_free_day": 54,
    "index_date": dt.date(2022, 3, 8),
    "progression_date": dt.date(2022, 6, 28),
    "progression_free_date": dt.date(2022, 5, 1),
}
EXAMPLES = [
    example(
        "recorded_progressions",
        "PT-013 flag",
        "progression_date index_date",
        [{}, {"progression_day": 0}, {"progression_day": None}],
        {"progression_day": -1},
    ),
    example(
        "recorded_progressions",
        "PT-013 flag",
        "progression_free_date index_date",
        [{}, {"progression_free_day": 0}, {"progression_free_day": None}],
        {"progression_free_day": -1},
    ),
]
