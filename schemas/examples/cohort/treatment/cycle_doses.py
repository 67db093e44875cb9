"""Examples of the rules of the drugs of a cycle."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {  # fluorouracil on days 1 to 3 of three
    "treatment": "HAIC",
    "regimen": "FP",
    "drug": "FLUOROURACIL",
    "on_days": "1, 2, 3",
    "dose_unit": "mg/m2",
    "cycle_no": 1,
    "given_days": 3,
    "first_treatment_day": 1,
    "span_days": 3,
    "session_days": 3,
    "planned_first_day": 1,
    "planned_days": 3,
    "planned_session_days": 3,
    "is_planned": True,
    "is_whole": True,
    "cycle_start_date": dt.date(2023, 1, 10),
}
CISPLATIN = {
    "drug": "CISPLATIN",
    "on_days": "2",
    "given_days": 1,
    "first_treatment_day": 2,
    "span_days": 1,
    "planned_first_day": 2,
    "planned_days": 1,
}
EVERY_DAY = {"drug": "LENVATINIB", "planned_days": None, "planned_session_days": None, "session_days": 90, "given_days": 90}
EXAMPLES = [
    example(
        "cycle_doses",
        "TX-002 flag",
        "given_days on_days",
        [CISPLATIN, {}, {**CISPLATIN, "given_days": 2, "is_whole": False}, EVERY_DAY],
        [
            {**CISPLATIN, "given_days": 2, "on_days": "2, 3", "span_days": 2},
            {**CISPLATIN, "given_days": 2, "on_days": "2, 5", "span_days": 4, "session_days": 5},  # and not of TX-003
        ],
    ),
    example(
        "cycle_doses",
        "TX-003 flag",
        "on_days session_days planned_first_day planned_days",
        [
            {"on_days": "1, 3, 4", "span_days": 4, "session_days": 4},  # one day of rest
            {"session_days": 5},
            {"given_days": 2, "on_days": "1, 2", "span_days": 2, "session_days": 2},  # too short is CP-013's
            {**CISPLATIN, "first_treatment_day": 1, "is_whole": False},  # a row of the session is quarantined
            {"planned_days": 2, "planned_session_days": 2, "given_days": 2, "span_days": 2},
            EVERY_DAY,
        ],
        [
            {"on_days": "1, 3, 5", "span_days": 5, "session_days": 5},  # two days of rest
            {"session_days": 6},
            {"given_days": 4, "on_days": "1, 2, 3, 4", "span_days": 4, "session_days": 4},
            {"first_treatment_day": 2, "on_days": "2, 3, 4"},
            {**CISPLATIN, "first_treatment_day": 1, "on_days": "1"},
            {**CISPLATIN, "first_treatment_day": 3, "on_days": "3"},
        ],
    ),
]
