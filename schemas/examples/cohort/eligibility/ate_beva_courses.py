"""Examples of the rules of ate-beva courses."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "infusion_days": 5,
    "gap_days": 30,
    "has_progression_evidence": True,
    "last_infusion_date": dt.date(2022, 12, 11),
}
STOPPED = {"has_progression_evidence": False}
EXAMPLES = [
    example(
        "ate_beva_courses",
        "TX-013 flag",
        "evidence_date has_progression_evidence",
        {"ate_beva_courses": [{}], "arms": [{"arm": "post_ate_beva", "has_atezolizumab_before": True}]},
        {"ate_beva_courses": [STOPPED], "arms": [{"arm": "ate_beva_without_progression", "has_atezolizumab_before": True}]},
    ),
    example(
        "ate_beva_courses",
        "TX-015 flag",
        "last_infusion_date gap_days",
        [{"gap_days": 1}, {"gap_days": 180}],
        [{"gap_days": 181}],
    ),
]
