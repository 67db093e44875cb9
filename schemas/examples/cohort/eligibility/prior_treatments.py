"""Examples of the rules of prior treatments."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "treatment": "TACE",
    "treatment_no": 1,
    "treatment_days": 1,
    "first_treatment_date": dt.date(2022, 10, 3),
    "last_treatment_date": dt.date(2022, 10, 3),
}
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
