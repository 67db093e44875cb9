"""Examples of the rules of response histories."""

import datetime as dt

from schemas.examples.drawing import example

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
