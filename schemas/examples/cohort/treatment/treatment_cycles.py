"""Examples of the rules of cycles."""

import datetime as dt

from schemas.examples.drawing import example, fine

GOOD = {
    "treatment": "HAIC",
    "regimen": "FP",
    "plan": "FP",
    "drugs": "CISPLATIN;FLUOROURACIL",
    "days_in_words": "fluorouracil on day 1, 2, 3; cisplatin on day 2",
    "cycle_no": 1,
    "session_days": 3,
    "least_interval_days": 21,
    "most_interval_days": 56,
    "is_of_plan": True,
    "has_reduction_reason": False,
    "is_whole": True,
    "is_short": False,
    "cycle_start_date": dt.date(2023, 1, 10),
    "cycle_end_date": dt.date(2023, 1, 12),
}
AS_OF = dt.date(2024, 7, 31)
SHORT = {"is_short": True, "days_in_words": "fluorouracil on day 1, 2; cisplatin on day 2", "session_days": 2}
FOLFOX = {"regimen": "FOLFOX", "plan": "FOLFOX", "drugs": "FLUOROURACIL;LEUCOVORIN;OXALIPLATIN"}
SECOND = {"cycle_no": 2, "cycle_start_date": dt.date(2023, 2, 9), "cycle_end_date": dt.date(2023, 2, 11)}
EXAMPLES = [
    example(
        "treatment_cycles",
        "TX-004 flag",
        "interval_days",
        [
            {"interval_days": 21},
            {"interval_days": 56},
            {"interval_days": None},
            {"interval_days": 14, "least_interval_days": 14},
            {"interval_days": 1, "least_interval_days": None, "most_interval_days": None},  # of a drug without cycles
        ],
        [{"interval_days": 13}, {"interval_days": 20}, {"interval_days": 57}, {"interval_days": 43, "most_interval_days": 42}],
    ),
    example(
        "treatment_cycles",
        "CP-013 flag",
        "days_in_words has_reduction_reason",
        [
            {**SHORT, "has_reduction_reason": True},
            {**SHORT, "is_whole": False},
            {**SHORT, "cycle_start_date": AS_OF - dt.timedelta(days=1)},  # still under way when the extract was made
            FOLFOX,
        ],
        [SHORT, {**SHORT, "cycle_start_date": AS_OF - dt.timedelta(days=2)}],
    ),
    example(
        "treatment_cycles",
        "TX-016 flag",
        "drugs regimen",
        [{}, FOLFOX, {"treatment_cycles": [FOLFOX, {**FOLFOX, **SECOND}]}],  # FOLFOX throughout: left out by eligibility, and no question
        [
            {"regimen": "OTHER", "drugs": "CISPLATIN;DOXORUBICIN;FLUOROURACIL"},
            {"treatment_cycles": [fine(), {**FOLFOX, "plan": "FP", **SECOND}]},
            {"treatment_cycles": [FOLFOX, fine(plan="FOLFOX", **SECOND)]},
        ],
    ),
]
