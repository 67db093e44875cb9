"""One row per accepted patient: each criterion in order, whether the patient is eligible, and the first reason why not."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import ELIGIBILITY
from schemas.staging_schema import schema_of

ROLE = ELIGIBILITY
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "sex": pl.String,
    "arm": pl.String,
    "exclusion_reason": pl.String,
    "age_years": pl.Int64,
    "has_index_treatment": pl.Boolean,
    "has_hcc": pl.Boolean,
    "has_fp_regimen": pl.Boolean,
    "is_in_study_window": pl.Boolean,
    "has_sex_and_age": pl.Boolean,
    "is_adult": pl.Boolean,
    "has_whole_history": pl.Boolean,
    "has_arm": pl.Boolean,
    "has_follow_up": pl.Boolean,
    "is_eligible": pl.Boolean,
    "index_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    exclusion_reason="First criterion that is not met, as a sentence; NULL for the cohort",
    has_index_treatment="Had the index treatment",
    has_hcc="Diagnosis code is C22.0",
    has_fp_regimen="HAIC with fluorouracil and cisplatin only",
    is_in_study_window="Index date in the study window",
    has_sex_and_age="Sex and age are known",
    is_adult="Age 18 to 110 years (or as PA-001 is held) at the index date",
    has_whole_history="No drug administration up to the index date, or on an unreadable day, is quarantined",
    has_follow_up="Vital status and last contact, and the date of a death, are known",
    is_eligible="In the cohort: all criteria are met",
)
# The rows behind each criterion: files of sql/trace/, and after a colon the part of their rows.
TRACED = {
    **dict.fromkeys(("has_index_treatment", "has_hcc", "is_in_study_window", "has_sex_and_age", "is_adult"), ("patient", "index_date")),
    "has_fp_regimen": ("patient", "index_date", "doses_of_another_regimen"),
    "has_whole_history": ("patient", "index_date", "quarantined:drug_administrations"),
    "has_arm": ("patient", "index_date", "arm"),
    "has_follow_up": ("patient", "index_date", "last_state", "quarantined:follow_up", "quarantined:drug_administrations"),
}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
