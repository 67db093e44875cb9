"""One row per patient with an index date: the arm, and the row that is the evidence for it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

CHOICES = {"arms": ("ate_beva", "child_pugh")}  # what the setting may be
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "patient_row_key": pl.String,
    "arm": pl.String,
    "recorded_arm": pl.String,
    "evidence_table": pl.String,
    "evidence_row_key": pl.String,
    "has_arm": pl.Boolean,
    "has_atezolizumab_before": pl.Boolean,
    "has_systemic_drug_before": pl.Boolean,
    "index_date": pl.Date,
    "evidence_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    patient_row_key="Row of accepted.patients",
    recorded_arm="Group of the hospital's study sheet: first_line or post_ate_beva; NULL where none is sent",
    has_atezolizumab_before="Whether atezolizumab was given before the index date",
    has_systemic_drug_before="Whether a systemic anticancer drug, ate-beva included, was given before the index date",
    evidence_table="Accepted table whose row is the evidence; NULL for first_line, which has none",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
