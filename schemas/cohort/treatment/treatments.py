"""One row per patient, treatment and day on which it was given."""

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
    "all_given": pl.String,
    "treatment_no": pl.Int64,
    "treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    treatment="Treatment of sql/reference/treatments.csv",
    within="Wider treatment that it lies within; NULL for none",
    given="Drug or procedure of the row that is the evidence",
    all_given="Drugs or procedure of the day",
    treatment_no="Place of the treatment in lists",
    treatment_date="Day on which it was given",
)
CODES = {"treatment": code_labels("treatments"), "within": code_labels("treatments")}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
