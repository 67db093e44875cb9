"""Examples of the rules of prior therapies."""

import datetime as dt

from schemas.examples.drawing import example

GOOD = {
    "treatment": "TACE",
    "therapy": "TACE",
    "kind": "TACE",
    "is_of_an_arm": False,
    "treatment_no": 1,
    "treatment_days": 1,
    "first_treatment_date": dt.date(2022, 10, 3),
    "last_treatment_date": dt.date(2022, 10, 3),
}
PRIOR = [{"treatment": "TACE"}]
EXAMPLES = [
    example(
        "prior_therapies",
        "TX-014 flag",
        "therapy first_treatment_date",
        [
            {"prior_therapies": PRIOR, "eligibility": [{"arm": "post_ate_beva", "is_eligible": True}]},
            {"prior_therapies": PRIOR, "eligibility": [{"arm": "first_line", "is_eligible": False}]},
        ],
        {"prior_therapies": PRIOR, "eligibility": [{"arm": "first_line", "is_eligible": True}]},
    ),
]
