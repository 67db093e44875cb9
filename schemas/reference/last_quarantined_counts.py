"""One row per staged table of the last release: how many of its rows were quarantined."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "quarantined_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    quarantined_count="Rows that the last release quarantined",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
