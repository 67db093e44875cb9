"""One row per accepted dose of an index treatment whose drug is of other regimens than those of the study."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "drug": pl.String,
    "source_row_key": pl.String,
    "administration_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    drug="Drug",
    administration_date="Day on which it was given",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
