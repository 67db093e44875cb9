"""One row per column of an accepted table: in how many rows it is blank, now and in the last release."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "table_name": pl.String,
    "column_name": pl.String,
    "row_count": pl.Int64,
    "null_count": pl.Int64,
    "last_row_count": pl.Int64,
    "last_null_count": pl.Int64,
    "null_pct": pl.Float64,
    "last_null_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Table and column",
    table_name="Accepted table",
    column_name="Column of the table",
    row_count="Rows of the table",
    null_count="Rows in which the column is blank",
    last_row_count="Rows of the table in the last release",
    last_null_count="Rows in which it was blank there",
    null_pct="Share of blank cells, %",
    last_null_pct="Share of blank cells in the last release, %",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
