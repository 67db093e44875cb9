"""One row per patient with an index date and variable known at baseline: its level, and the row that it stands in."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "variable": pl.String,
    "level": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "level_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    variable="Variable at baseline",
    level="Its level; truth is true or false",
    level_date="Day on which it was seen",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
