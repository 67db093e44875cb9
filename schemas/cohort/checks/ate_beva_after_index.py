"""One row per patient with atezolizumab or bevacizumab on or after the index day: the first such infusion."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "drug": pl.String,
    "source_row_key": pl.String,
    "days_since_index": pl.Int64,
    "index_date": pl.Date,
    "infusion_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    drug="ATEZOLIZUMAB or BEVACIZUMAB",
    days_since_index="Days from the index date to the infusion",
    infusion_date="Day of the infusion",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
