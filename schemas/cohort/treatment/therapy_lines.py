"""One row per patient, therapy and day on which it was given: of systemic therapies the line."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "treatment": pl.String,
    "therapy": pl.String,
    "table1_label": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "treatment_no": pl.Int64,
    "line_no": pl.Int64,
    "is_systemic": pl.Boolean,
    "treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    treatment="Treatment of sql/reference/treatments.csv",
    therapy="Treatment, or the drug where it is one of the other systemic drugs",
    table1_label="Its name in the list of earlier treatments",
    treatment_no="Place of the treatment in lists",
    line_no="Line of systemic therapy, from 1; NULL for a treatment of the liver alone",
    is_systemic="Whether it is a systemic therapy",
    treatment_date="Day on which it was given",
)
CODES = {"treatment": code_labels("treatments"), "therapy": code_labels("treatments") | code_labels("drugs")}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
