"""Examples of the rules of procedures; the others are shared with other tables."""

from schemas.examples.drawing import example

GOOD = {"procedure_date": "2021-12-01", "procedure": "TACE", "detail": "right hepatic artery"}
DEAD = {"follow_up": [{"vital_status": "DEAD", "last_contact_date": "2022-03-01", "death_date": "2022-03-01"}]}
EXAMPLES = [
    example(
        "procedures",
        "PT-005 reject",
        "procedure_date",
        {"procedures": [{"procedure_date": "2022-03-01"}], **DEAD},  # on the day of death
        {"procedures": [{"procedure_date": "2022-03-02"}], **DEAD},
    ),
]
