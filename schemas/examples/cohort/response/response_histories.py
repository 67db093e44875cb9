"""Examples of the rules of response histories."""

import datetime as dt

from schemas.examples.drawing import example

BASELINE, FIRST = dt.date(2022, 3, 1), dt.date(2022, 5, 1)
EXAM = {"patient_id": "P1", "course": "HAIC", "exam_id": "E1"}
GOOD = {
    **EXAM,
    "is_recorded_criterion": True,
    "response": "SD",
    "is_index_course": True,
    "is_after_index": True,
    "is_after_new_therapy": False,
    "has_earlier_cr": False,
    "has_earlier_pd": False,
    "exam_date": FIRST,
    "index_date": BASELINE,
}
DAY = dt.date(2022, 4, 1)
AFTER_PD = {"has_earlier_pd": True, "first_pd_date": DAY}
EXAMPLES = [
    example(
        "response_histories",
        "MR-013 flag",
        "response has_earlier_cr",
        [{"response": "PR"}, {"response": "PD", "has_earlier_cr": True}, {"response": None, "has_earlier_cr": True}],
        {"response": "PR", "has_earlier_cr": True, "first_cr_date": DAY},
    ),
    example(
        "response_histories",
        "MR-014 flag",
        "response has_earlier_pd",
        [
            {},
            {**AFTER_PD, "response": "PD"},
            {**AFTER_PD, "response": "NE"},
            {**AFTER_PD, "is_after_new_therapy": True},
            {**AFTER_PD, "is_index_course": False},  # under HAIC, after ate-beva
        ],
        [AFTER_PD, {**AFTER_PD, "response": "CR"}, {**AFTER_PD, "is_index_course": False, "is_after_index": False}],
    ),
]
