"""Examples of the rules of Child-Pugh scores."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "ascites": "none",
    "encephalopathy": "none",
    "recorded_class": "A",
    "recorded_score": 6,
    "derived_score": 6,
    "lab_distance_days": 0,
    "total_bilirubin_mg_dl": 2.5,
    "albumin_g_dl": 3.9,
    "inr": 1.1,
    "assessment_date": dt.date(2023, 1, 9),
}
CLASS_ONLY = {"recorded_score": None}
EXAMPLES = [
    example(
        "child_pugh_scores",
        "CC-002 flag",
        "recorded_score recorded_class derived_score",
        [
            {},
            CLASS_ONLY,  # 6 points are class A
            {"derived_score": None, "recorded_score": 9, "lab_distance_days": None},
            {"recorded_score": 7, "lab_distance_days": 4},  # too far away to tell
        ],
        [
            {"recorded_score": 7},
            {"recorded_score": 5, "lab_distance_days": 3},
            {**CLASS_ONLY, "recorded_class": "B"},
        ],
    ),
]
