"""One row per patient with an index date, name of a date and row that gives it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "patient_date": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "dated": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    patient_date="Name of the date, of sql/reference/patient_dates.csv",
    dated="The day",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
