"""One row per patient who had a treatment that an arm is made of on or after the index day: the first such row."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "treatment": pl.String,
    "given": pl.String,
    "source_row_key": pl.String,
    "days_since_index": pl.Int64,
    "index_date": pl.Date,
    "treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    treatment="Treatment of sql/reference/treatments.csv",
    given="Drug or procedure",
    days_since_index="Days from the index date to the treatment",
    treatment_date="Day on which it was given",
)
CODES = {"treatment": code_labels("treatments")}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
