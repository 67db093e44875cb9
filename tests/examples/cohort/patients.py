"""Examples of the rules of cohort patients about completeness and recency."""

import datetime as dt

from tests.rule_examples import example, fine

COVARIATES = (
    "ecog_band",
    "child_pugh_class",
    "bclc",
    "has_portal_vein_invasion",
    "has_metastasis",
    "tumour_number",
    "largest_tumour_cm",
)
NO_VISIT = {"assessment_date": None, **dict.fromkeys(COVARIATES)}


def cohort(blank: int, of: int, column: str) -> dict:
    """Draw a cohort of which so many patients lack a value."""
    lacking = [{"patient_id": f"lacking {place}", "row_key": f"lacking {place}", column: None} for place in range(blank)]
    return {"patients": [*lacking, *(fine(patient_id=f"has {place}", row_key=f"has {place}") for place in range(of - blank))]}


EXAMPLES = [
    example(
        "patients",
        "CP-005 flag",
        "assessment_date",
        {},
        {"patients": [NO_VISIT, fine(patient_id="other", row_key="other")]},
    ),
    *(
        example(
            "patients",
            "CP-005 flag",
            column,
            [{}, {column: None}, cohort(6, 12, column)],  # nobody has it, or few: one finding of cohort.category_counts
            [cohort(1, 2, column), cohort(5, 12, column), cohort(6, 24, column)],  # 25 %
        )
        for column in COVARIATES
    ),
    # The settings of the tests say that the extracts are of 2024-07-31; 180 days before is 2024-02-02.
    example(
        "patients",
        "PT-010 flag",
        "vital_status last_known_alive_date",
        [{"last_known_alive_date": dt.date(2024, 2, 2)}, {"last_known_alive_date": dt.date(2023, 2, 1), "os_event": True}],
        {"last_known_alive_date": dt.date(2024, 2, 1)},
    ),
]
