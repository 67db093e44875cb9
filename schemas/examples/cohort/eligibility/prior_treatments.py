"""Examples of the rules of prior treatments."""

from schemas.examples.drawing import example

PRIOR = [{"treatment": "TACE"}]
EXAMPLES = [
    example(
        "prior_treatments",
        "TX-014 flag",
        "treatment first_treatment_date",
        [
            {"prior_treatments": PRIOR, "eligibility": [{"arm": "post_ate_beva", "is_eligible": True}]},
            {"prior_treatments": PRIOR, "eligibility": [{"arm": "first_line", "is_eligible": False}]},
        ],
        {"prior_treatments": PRIOR, "eligibility": [{"arm": "first_line", "is_eligible": True}]},
    ),
]
