"""Examples of the rules of the criteria of eligibility."""

from schemas.examples.drawing import example, fine

GOOD = {"criterion": "has_hcc", "is_known": True, "is_met": True, "is_passed": True, "passes_all_others": True}
FOLLOW_UP = {"criterion": "has_follow_up"}
NO_FOLLOW_UP = FOLLOW_UP | {"is_met": False, "is_passed": False}
AGE = {"criterion": "is_adult", "fact": "age_years"}
OTHER_AGE = AGE | {"is_met": False, "is_passed": False}
CLASS = {"criterion": "is_class_a", "fact": "child_pugh_class", "is_known": False, "is_met": None, "is_passed": False}
TREATED = {"criterion": "has_index_treatment", "fact": "index_date", "is_met": False, "is_passed": False}
EXAMPLES = [
    example(
        "eligibility_criteria",
        "CP-002 flag",
        "is_met",
        [
            FOLLOW_UP,
            {**NO_FOLLOW_UP, "passes_all_others": False},  # would not qualify anyhow
            {"eligibility_criteria": [NO_FOLLOW_UP], "accepted.follow_up": [{}]},  # a death without a day: CP-003
        ],
        NO_FOLLOW_UP,
    ),
    example(
        "eligibility_criteria",
        "PA-001 flag",
        "said",
        [
            {},
            {**AGE, "said": "18"},
            {  # never treated: nobody asks
                "eligibility_criteria": [
                    {**AGE, "said": None, "is_known": False, "is_met": None, "is_passed": False},
                    {**TREATED, "is_known": False},
                ]
            },
        ],
        [{**OTHER_AGE, "said": "17"}, {**OTHER_AGE, "said": "120"}],
    ),
    example(
        "eligibility_criteria",
        "CP-024 flag",
        "criterion fact",
        [
            {**CLASS, "is_passed": True},  # the criterion lets pass of whom it is not known
            {**CLASS, "said": "B", "is_known": True, "is_met": False},
            {"eligibility_criteria": [CLASS, {"is_met": False, "is_passed": False}]},  # no carcinoma: out anyhow
            {"eligibility_criteria": [CLASS, {**TREATED, "is_known": False}]},  # never treated
        ],
        [
            CLASS,
            {
                "eligibility_criteria": [
                    CLASS,
                    fine(**TREATED, is_known=True) | {"is_met": True, "is_passed": True},
                    {**CLASS, "criterion": "has_sex", "fact": "sex"},
                ]
            },
        ],
    ),
]
