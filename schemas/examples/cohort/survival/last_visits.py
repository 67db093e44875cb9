"""Examples of the rule of last visits."""

from schemas.examples.drawing import example

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
