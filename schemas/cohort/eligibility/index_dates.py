"""One row per patient who had the index treatment: the day on which it began."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "index_treatment": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "index_date": pl.Date,
}
MEANING = meanings_of(TYPES)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
