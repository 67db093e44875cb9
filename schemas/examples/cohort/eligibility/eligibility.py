"""Examples of the rules of eligibility."""

from schemas.examples.drawing import example

GOOD = {"arm": "first_line", "is_eligible": True}
TREATED = {"has_index_treatment": True, "has_sex_and_age": True}
CRITERIA = ("has_index_treatment", "has_hcc", "has_fp_regimen", "is_in_study_window", "has_sex_and_age", "is_adult")
MET = dict.fromkeys((*CRITERIA, "has_whole_history", "has_arm"), True)
EXAMPLES = [
    example(
        "eligibility",
        "CP-002 flag",
        "has_follow_up",
        [
            {**MET, "has_follow_up": True},
            {**MET, "is_in_study_window": False, "has_follow_up": False},  # would not qualify anyhow
            {"eligibility": [{**MET, "has_follow_up": False}], "accepted.follow_up": [{}]},  # a death without a day: CP-003
        ],
        {**MET, "has_follow_up": False},
    ),
    example(
        "eligibility",
        "PA-001 flag",
        "age_years",
        [
            {},
            {**TREATED, "is_adult": True, "age_years": 18},
            {**TREATED, "has_index_treatment": False, "is_adult": False, "age_years": 17},  # never treated: nobody asks
        ],
        [{**TREATED, "is_adult": False, "age_years": 17}, {**TREATED, "is_adult": False, "age_years": 120}],
    ),
]
