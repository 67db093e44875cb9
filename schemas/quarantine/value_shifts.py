"""One row per column of numbers: the quantile of the last release at which the share of rows up to it moved most since, then and now."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "table_name": pl.String,
    "column_name": pl.String,
    "measured": pl.String,
    "quantile": pl.String,
    "row_count": pl.Int64,
    "last_row_count": pl.Int64,
    "below_pct": pl.Float64,
    "last_below_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Table and column, and what was measured, where a table has results of many kinds",
    table_name="Accepted table",
    column_name="Column of the table",
    measured="What was measured, where a table has results of many kinds",
    quantile="Quantile of the last release at which the share moved most",
    row_count="Rows with a number",
    last_row_count="Rows with a number in the last release",
    below_pct="Share of the numbers at or below it, percent",
    last_below_pct="Share in the last release, percent",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
