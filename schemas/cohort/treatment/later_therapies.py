"""One row per patient, therapy and line after the index day: when it was first and last given, and how often."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.role import LATER_THERAPIES
from schemas.staging_schema import schema_of

ROLE = LATER_THERAPIES
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "treatment": pl.String,
    "therapy": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "line_no": pl.Int64,
    "treatment_days": pl.Int64,
    "is_first": pl.Boolean,
    "first_treatment_date": pl.Date,
    "last_treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    treatment="Treatment of sql/reference/treatments.csv",
    therapy="Treatment, or the drug where it is one of the other systemic drugs",
    line_no="Line of systemic therapy, from the first of the patient; NULL for a treatment of the liver alone",
    treatment_days="Days on which it was given",
    is_first="Whether it is the first other therapy after the index day",
    first_treatment_date="First day",
    last_treatment_date="Last day",
    source_row_key="Row of the first day",
)
CODES = {"treatment": code_labels("treatments"), "therapy": code_labels("treatments") | code_labels("drugs")}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
