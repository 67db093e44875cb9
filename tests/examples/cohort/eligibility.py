"""Examples of the rules of eligibility."""

from tests.rule_examples import example

TREATED = {"has_index_treatment": True, "has_sex_and_age": True}
EXAMPLES = [
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
