"""One row per column of a staged table with a cell in it: how many cells are filled, and how many of these cannot be read."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "table_name": pl.String,
    "filled_count": pl.Int64,
    "unread_count": pl.Int64,
    "unread_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Staged table and column",
    table_name="Staged table",
    filled_count="Cells that are filled",
    unread_count="Cells of these that cannot be read",
    unread_pct="Share of the filled cells that cannot be read, %",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
