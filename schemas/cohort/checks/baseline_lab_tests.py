"""One row per cohort patient and laboratory test of Table 1 or the Child-Pugh score: whether a baseline result exists."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "test": pl.String,
    "has_baseline": pl.Boolean,
    "index_date": pl.Date,
    "collected_date": pl.Date,
}
MEANING = meanings_of(TYPES)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
