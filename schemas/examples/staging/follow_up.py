"""Examples of the rules of follow-up."""

from schemas.examples.drawing import example, fine

GOOD = {"last_contact_date": "2024-05-31", "vital_status": "ALIVE"}
DEAD = {"vital_status": "DEAD", "last_contact_date": "2023-08-14", "death_date": "2023-08-14"}
EXAMPLES = [
    example(
        "follow_up",
        "CR-013 reject",
        "patient_id last_contact_date",
        {"follow_up": [{}, {"last_contact_date": "2024-05-30"}]},
        {"follow_up": [{}, {"death_cause": "telephone"}]},
        also="PT-015 flag",
    ),
    example(
        "follow_up",
        "CP-003 reject",
        "vital_status death_date",
        [DEAD, {}],
        [{**DEAD, "death_date": None}, {**DEAD, "death_date": "2023"}],
    ),
    example(
        "follow_up",
        "CP-026 reject",
        "last_contact_date vital_status death_date",
        {},
        [
            {"last_contact_date": "2024-05"},
            {"last_contact_date": "2024"},
            {**DEAD, "last_contact_date": "2023"},
            {**DEAD, "last_contact_date": "2023-09"},  # after the death
        ],
    ),
    example(
        "follow_up",
        "CP-022 flag",
        "vital_status death_date death_month",
        [DEAD, {}],
        [
            {**DEAD, "death_date": "2023-08"},
            {**DEAD, "death_date": "2023년 8월경"},
            {**DEAD, "last_contact_date": "2023-08", "death_date": "2023-08"},  # the contact tells no more than the death
        ],
    ),
    example(
        "follow_up",
        "PT-007 reject",
        "vital_status last_contact_date death_date",
        [
            {**DEAD, "last_contact_date": "2023-08-13"},
            {"follow_up": [DEAD, {"last_contact_date": "2023-08-13"}]},  # alive on the day before
        ],
        [
            {"death_date": "2024-05-31"},  # alive with a day of death
            {"death_date": "2024-06"},  # alive with a month of death
            {**DEAD, "last_contact_date": "2023-08-15"},
            {"follow_up": [fine(**DEAD), {"last_contact_date": "2023-08-15"}]},  # alive on the day after
        ],
    ),
    example(
        "follow_up",
        "PT-007 reject",
        "vital_status last_contact_date death_date",
        {"follow_up": [DEAD, {**DEAD, "last_contact_date": "2023-08-13"}]},
        [
            {**DEAD, "last_contact_date": "2023-09-01", "death_date": "2023-08"},  # seen after the month of death
            {"follow_up": [DEAD, {**DEAD, "last_contact_date": "2023-07-13", "death_date": "2023-07"}]},  # and another month
        ],
        also="CP-022 flag",
    ),
    example(
        "follow_up",
        "PT-014 flag",
        "progression_date progression_free_date",
        [
            {"progression_date": "2023-05-02", "progression_free_date": "2023-05-02"},
            {"progression_date": "2023-05-02"},
            {"progression_free_date": "2023-05-02"},
        ],
        {"progression_date": "2023-05-02", "progression_free_date": "2023-05-03"},
    ),
    example(
        "follow_up",
        "PT-015 flag",
        "vital_status death_cause death_cause_group",
        [{**DEAD, "death_cause": "HCC progression"}, {**DEAD, "death_cause_group": "HCC"}, {}],
        [{"death_cause": "pneumonia"}, {"death_cause_group": "INFECTION"}, {"death_cause": "a fall"}],
    ),
    *(
        example(
            "follow_up",
            "PT-005 reject",
            column,
            [{**DEAD, column: "2023-08-14"}, {column: "2023-08-15"}],
            {**DEAD, column: "2023-08-15"},
        )
        for column in ("progression_date", "progression_free_date")
    ),
    example(
        "follow_up",
        "PT-001 reject",
        "death_date",
        {**DEAD, "death_date": "2024-12-31"},
        {**DEAD, "death_date": "2025-01-01"},
    ),
    example(
        "follow_up",
        "PT-001 reject",
        "death_month",
        {},
        {**DEAD, "death_date": "2025-01"},
        also="CP-022 flag",
    ),
    # a last contact is never after the death, so it shares the day
    example(
        "follow_up",
        "PT-002 reject",
        "death_date",
        {**DEAD, "last_contact_date": "1955-03-02", "death_date": "1955-03-02"},
        [
            {**DEAD, "last_contact_date": "1955-03-01", "death_date": "1955-03-01"},
            {**DEAD, "last_contact_date": "1970-01-01", "death_date": "1970-01-01"},
        ],
        also="PT-002 reject",
    ),
    example(
        "follow_up",
        "PT-002 reject",
        "death_month",
        {},
        [
            {**DEAD, "last_contact_date": "1955-02-28", "death_date": "1955-02"},
            {**DEAD, "last_contact_date": "1970-01-01", "death_date": "1970-01"},
        ],
        also="PT-002 reject CP-022 flag",
    ),
]
