"""One row per coded column, and per column of numbers: in how many rows of the last release it says something else now."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "table_name": pl.String,
    "column_name": pl.String,
    "last_filled_count": pl.Int64,
    "changed_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Table and column",
    table_name="Accepted table",
    column_name="Column of the table",
    last_filled_count="Rows in which the column was filled in the last release",
    changed_count="Rows about the same thing in which it says something else now",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
