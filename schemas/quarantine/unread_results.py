"""One row per laboratory test with a result: how many results are filled, and how many of these cannot be read."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "filled_count": pl.Int64,
    "unread_count": pl.Int64,
    "unread_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Table and test",
    filled_count="Cells that are filled",
    unread_count="Cells of these that cannot be read",
    unread_pct="Share of the filled cells that cannot be read, %",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
