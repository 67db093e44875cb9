"""Examples of the rule of last visits."""

import datetime as dt

from schemas.examples.drawing import example

BASELINE, FIRST = dt.date(2022, 3, 1), dt.date(2022, 5, 1)
GOOD = {
    "patient_id": "P1",
    "days_without_visit": 266,
    "has_missed_visits": False,
    "event_date": FIRST,
    "visit_date": BASELINE,
}
COHORT = {"outcomes": [{}]}
EXAMPLES = [
    example(
        "last_visits",
        "TE-006 flag",
        "days_without_visit event_date visit_date",
        [{"last_visits": [{}], **COHORT}, {"last_visits": [{"has_missed_visits": True}], "outcomes": []}],
        {"last_visits": [{"has_missed_visits": True, "days_without_visit": 267}], **COHORT},
    ),
]
