"""Examples of the rules of HAIC cycles."""

import datetime as dt

from schemas.examples.drawing import example, fine

GOOD = {
    "regimen": "FP",
    "drugs": "CISPLATIN;FLUOROURACIL",
    "fluorouracil_on_days": "1, 2, 3",
    "cisplatin_on_days": "2",
    "cycle_no": 1,
    "session_days": 3,
    "fluorouracil_days": 3,
    "cisplatin_days": 1,
    "first_fluorouracil_day": 1,
    "fluorouracil_span_days": 3,
    "cisplatin_treatment_day": 2,
    "has_reduction_reason": False,
    "is_whole": True,
    "cycle_start_date": dt.date(2023, 1, 10),
    "cycle_end_date": dt.date(2023, 1, 12),
}
AS_OF = dt.date(2024, 7, 31)
SHORT = {"fluorouracil_days": 2, "fluorouracil_on_days": "1, 2", "fluorouracil_span_days": 2, "session_days": 2}
FOLFOX = {
    "regimen": "FOLFOX",
    "drugs": "FLUOROURACIL;LEUCOVORIN;OXALIPLATIN",
    "cisplatin_days": 0,
    "cisplatin_on_days": "",
    "cisplatin_treatment_day": None,
}
SECOND = {"cycle_no": 2, "cycle_start_date": dt.date(2023, 2, 9), "cycle_end_date": dt.date(2023, 2, 11)}
EXAMPLES = [
    example(
        "haic_cycles",
        "TX-002 flag",
        "cisplatin_days cisplatin_on_days",
        [{}, FOLFOX, {"cisplatin_days": 2, "is_whole": False}],
        {"cisplatin_days": 2, "cisplatin_on_days": "2, 3"},
    ),
    example(
        "haic_cycles",
        "TX-003 flag",
        "fluorouracil_on_days cisplatin_on_days session_days",
        [
            {"fluorouracil_on_days": "1, 3, 4", "fluorouracil_span_days": 4, "session_days": 4},  # one day of rest
            {"session_days": 5},
            {**SHORT, "has_reduction_reason": True},
            {"cisplatin_treatment_day": 1, "is_whole": False},  # a row of the session is quarantined
            FOLFOX,
        ],
        [
            {"fluorouracil_on_days": "1, 3, 5", "fluorouracil_span_days": 5, "session_days": 5},  # two days of rest
            {"session_days": 6},
            {"fluorouracil_days": 4, "fluorouracil_on_days": "1, 2, 3, 4", "fluorouracil_span_days": 4, "session_days": 4},
            {"first_fluorouracil_day": 2, "cisplatin_treatment_day": 2},
            {"cisplatin_treatment_day": 1, "cisplatin_on_days": "1"},
            {"cisplatin_treatment_day": 3, "cisplatin_on_days": "3"},
        ],
    ),
    example(
        "haic_cycles",
        "TX-004 flag",
        "interval_days",
        [{"interval_days": 21}, {"interval_days": 56}, {"interval_days": None}],
        [{"interval_days": 13}, {"interval_days": 20}, {"interval_days": 57}],
    ),
    example(
        "haic_cycles",
        "CP-013 flag",
        "fluorouracil_on_days cisplatin_on_days has_reduction_reason",
        [
            {**SHORT, "has_reduction_reason": True},
            {**SHORT, "is_whole": False},
            {**SHORT, "cycle_start_date": AS_OF - dt.timedelta(days=1)},  # still under way when the extract was made
            FOLFOX,
        ],
        [SHORT, {**SHORT, "cycle_start_date": AS_OF - dt.timedelta(days=2)}, {"cisplatin_days": 0, "cisplatin_treatment_day": None}],
    ),
    example(
        "haic_cycles",
        "TX-016 flag",
        "drugs regimen",
        [{}, FOLFOX, {"haic_cycles": [FOLFOX, {**FOLFOX, **SECOND}]}],  # FOLFOX throughout: left out by eligibility, and no question
        [
            {"regimen": "OTHER", "drugs": "CISPLATIN;DOXORUBICIN;FLUOROURACIL"},
            {"haic_cycles": [fine(), {**FOLFOX, **SECOND}]},
            {"haic_cycles": [{**FOLFOX}, fine(**SECOND)]},
        ],
    ),
]
