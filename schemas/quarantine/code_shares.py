"""One row per coded column of an accepted table: the code whose share moved most since the last release, then and now."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "table_name": pl.String,
    "column_name": pl.String,
    "measured": pl.String,
    "code": pl.String,
    "row_count": pl.Int64,
    "last_row_count": pl.Int64,
    "share_pct": pl.Float64,
    "last_share_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Table and column; of a unit, and of what",
    table_name="Accepted table",
    column_name="Coded column of the table, or the source",
    measured="Of a unit: what comes in it",
    code="Code whose share moved most",
    row_count="Rows in which the column is filled",
    last_row_count="Rows in which it was filled in the last release",
    share_pct="Share of these rows that have the code, percent",
    last_share_pct="Share in the last release, percent",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
