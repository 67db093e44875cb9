"""One row per patient, parameter and reason for which observation of progression ends before the event that would follow."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "parameter": pl.String,
    "description": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "list_no": pl.Int64,
    "end_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    end_date="Day after which nothing counts for the parameter",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
