"""Assessments: one visit a day, within the patient's life."""

from expectations.date_rules import not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per

RULES = (
    one_row_per(
        ("patient_id", "assessment_date"),
        "CR-012",
        "visit_day_has_one_assessment",
        "flag",
        "two assessments of one day differ; the baseline would take the one that sorts first",
        "Keep the assessment that holds and send the rows again.",
        "RECIST-QC timepoint uniqueness",
    ),
    *not_in_the_future("assessment_date"),
    *not_before_birth("assessment_date"),
)
