"""Examples of the rules of assessments."""

from schemas.examples.drawing import example, fine, limits

GOOD = {
    "assessment_date": "2022-03-01",
    "ecog": "1",
    "ascites": "none",
    "encephalopathy": "none",
    "child_pugh_score": "5",
    "child_pugh_class": "A",
    "bclc": "C",
    "okuda": "I",
    "etiology": "HBV",
    "largest_tumour_cm": "9.6",
    "tumour_count": "4",
    "portal_vein_invasion": "Y",
    "metastasis": "N",
    "height_cm": "168.5",
    "weight_kg": "62.4",
}
DEAD = {"follow_up": [{"vital_status": "DEAD", "last_contact_date": "2022-03-01", "death_date": "2022-03-01"}]}
EXAMPLES = [
    example(
        "assessments",
        "CC-003 reject",
        "child_pugh_class child_pugh_score",
        [
            {"child_pugh_score": score, "child_pugh_class": letter}
            for score, letter in (("6", "A"), ("7", "B"), ("9", "B"), ("10", "C"), (None, "C"), ("15", None))
        ],
        [
            {"child_pugh_score": score, "child_pugh_class": letter}
            for score, letter in (("6", "B"), ("7", "A"), ("9", "C"), ("10", "B"), ("5", "C"))
        ],
    ),
    example(
        "assessments",
        "PT-005 reject",
        "assessment_date",
        {"assessments": [{"assessment_date": "2022-03-01"}], **DEAD},
        {"assessments": [{"assessment_date": "2022-03-02"}], **DEAD},
    ),
    example(
        "assessments",
        "CV-035 flag",
        "tumour_count_status",
        [{"tumour_count": "10"}, {"tumour_count": "multiple"}, {"tumour_count": None}],
        [{"tumour_count": ">10"}, {"tumour_count": "≥ 2"}],
    ),
    example(
        "assessments",
        "CV-018 reject",
        "ecog_status",
        [{"ecog": "1-2"}, {"ecog": "3-4"}, {"ecog": None}],
        [{"ecog": "1.5"}, {"ecog": "PS1"}],
    ),
    example("assessments", "CV-018 reject", "ecog", [{"ecog": "0"}, {"ecog": "4"}], [{"ecog": "-1"}, {"ecog": "5"}]),
    example("assessments", "CV-019 reject", "child_pugh_score_status", {"child_pugh_score": None}, {"child_pugh_score": "5.5"}),
    example(
        "assessments",
        "CV-019 reject",
        "child_pugh_score",
        [{"child_pugh_score": "5"}, {"child_pugh_score": "15", "child_pugh_class": "C"}],
        [{"child_pugh_score": "4"}, {"child_pugh_score": "16"}],
    ),
    example(
        "assessments",
        "CV-019 reject",
        "child_pugh_class_status",
        {"child_pugh_class": "c", "child_pugh_score": "11"},
        {"child_pugh_class": "D"},
    ),
    example("assessments", "CV-020 reject", "bclc_status", [{"bclc": "O"}, {"bclc": "0"}], {"bclc": "E"}),
    *limits(
        "assessments",
        "PA-017",
        "largest_tumour_cm",
        {"0": None, "0.4": "reject", "0.5": "flag", "0.9": "flag", "1": None, "25": None, "25.1": "flag", "35": "flag", "35.1": "reject"},
        tumour_count=None,
    ),
    example(
        "assessments",
        "PA-026 flag",
        "ascites",
        [
            {"source": "seoul", "ascites": "moderate"},
            {"source": "seoul", "ascites": "moderate-severe"},
        ],
        {
            "assessments": [
                {"source": "busan", "ascites": "Moderate"},
                fine(source="busan", ascites="Severe", assessment_date="2022-03-02"),
            ]
        },
    ),
    example(
        "assessments",
        "PA-023 flag",
        "tumour_count largest_tumour_cm",
        [
            {"tumour_count": "0", "largest_tumour_cm": "0"},  # after resection or complete response
            {"tumour_count": "0", "largest_tumour_cm": None},
            {"tumour_count": "2", "largest_tumour_cm": "3"},
        ],
        [{"tumour_count": "0", "largest_tumour_cm": "3"}, {"tumour_count": "2", "largest_tumour_cm": "0"}],
    ),
    *limits(
        "assessments",
        "PA-018",
        "tumour_count",
        {"-1": "reject", "0": None, "1": None, "20": None, "innumerable": None, "21": "flag", "50": "flag", "51": "reject"},
        largest_tumour_cm=None,
    ),
    *limits(
        "assessments",
        "PA-002",
        "height_cm",
        {"119.9": "reject", "120": "flag", "139.9": "flag", "140": None, "195": None, "195.1": "flag", "230": "flag", "230.1": "reject"},
        weight_kg=None,
    ),
    *limits(
        "assessments",
        "PA-003",
        "weight_kg",
        {"24.9": "reject", "25": "flag", "34.9": "flag", "35": None, "130": None, "130.1": "flag", "250": "flag", "250.1": "reject"},
        height_cm=None,
    ),
    # body mass index: 35 / 1.9² = 9.7; a height of 62.4 and a weight of 168.5 are found one by one
    example("assessments", "PA-004 reject", "height_cm weight_kg", {}, {"height_cm": "190", "weight_kg": "35"}),
    example(
        "assessments",
        "PA-004 reject",
        "height_cm weight_kg",
        {"height_cm": None},
        {"height_cm": "150", "weight_kg": "157.6"},  # 157.6 / 1.5² = 70.04
        also="PA-003 flag",
    ),
    example(
        "assessments",
        "PA-004 flag",
        "height_cm weight_kg",
        [{"height_cm": "160", "weight_kg": "38.4"}, {"height_cm": "160", "weight_kg": "102.4"}],  # 15 and 40
        [
            {"height_cm": "190", "weight_kg": "36.1"},  # 10
            {"height_cm": "160", "weight_kg": "38.3"},
            {"height_cm": "160", "weight_kg": "102.5"},
        ],
    ),
    example("assessments", "PA-004 flag", "height_cm weight_kg", {}, {"height_cm": "150", "weight_kg": "157.5"}, also="PA-003 flag"),  # 70
    example(
        "assessments",
        "CR-012 flag",
        "patient_id assessment_date",
        {"assessments": [{}, {"assessment_date": "2022-03-02"}]},
        {"assessments": [{}, {"ecog": "2"}]},
    ),
]
