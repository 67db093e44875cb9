"""One row per patient and table with dated rows: the last day on which the table knows of the patient."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "last_record_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    last_record_date="Latest day on which the table knows of the patient",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
