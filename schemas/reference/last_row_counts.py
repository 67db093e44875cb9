"""One row per staged table of the last release: how many rows it read."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "read_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    read_count="Rows that the last release read",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
