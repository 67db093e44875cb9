"""Examples of the rules of adverse events."""

from schemas.examples.drawing import example

GOOD = {
    "term": "Nausea",
    "grade": "2",
    "start_date": "2022-03-04",
    "end_date": "2022-03-11",
    "action": "NONE",
}
DEAD = {"follow_up": [{"vital_status": "DEAD", "last_contact_date": "2022-03-01", "death_date": "2022-03-01"}]}
EXAMPLES = [
    example(
        "adverse_events",
        "PT-005 reject",
        "start_date",
        {"adverse_events": [{"start_date": "2022-03-01"}], **DEAD},  # an event may outlast the patient in the records
        {"adverse_events": [{"start_date": "2022-03-02"}], **DEAD},
    ),
    example("adverse_events", "CV-027 reject", "grade", [{"grade": "1"}, {"grade": "5"}], [{"grade": "0"}, {"grade": "6"}]),
    example(
        "adverse_events",
        "PT-012 flag",
        "start_date end_date",
        [{"end_date": "2022-03-04"}, {"end_date": None}],  # one day; ongoing
        {"end_date": "2022-03-03"},
    ),
]
