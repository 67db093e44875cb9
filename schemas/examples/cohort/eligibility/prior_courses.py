"""Examples of the rules of courses before the index treatment."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "treatment": "ATE_BEVA",
    "treatment_days": 5,
    "gap_days": 30,
    "has_progression_evidence": True,
    "last_treatment_date": dt.date(2022, 12, 11),
}
STOPPED = {"has_progression_evidence": False}
EXAMPLES = [
    example(
        "prior_courses",
        "TX-013 flag",
        "evidence_date has_progression_evidence",
        {"prior_courses": [{}], "arms": [{"arm": "post_ate_beva"}]},
        {"prior_courses": [STOPPED], "arms": [{"arm": "ate_beva_without_progression", "has_arm": False}]},
    ),
    example(
        "prior_courses",
        "TX-015 flag",
        "last_treatment_date gap_days",
        [{"gap_days": 1}, {"gap_days": 180}],
        [{"gap_days": 181}],
    ),
]
