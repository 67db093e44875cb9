"""One row per accepted drug administration or procedure that acts against the tumour: which treatment it is."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "treatment": pl.String,
    "within": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "given": pl.String,
    "treatment_no": pl.Int64,
    "is_leading": pl.Boolean,
    "treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    treatment="Treatment of sql/reference/treatments.csv",
    within="Wider treatment that it lies within; NULL for none",
    given="Drug or procedure",
    treatment_no="Place of the treatment in lists",
    is_leading="Whether the drug is one without which there is no such treatment",
    treatment_date="Day on which it was given",
)
CODES = {"treatment": code_labels("treatments"), "within": code_labels("treatments")}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
