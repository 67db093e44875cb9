"""One row per staged table: rows read, accepted, quarantined and copied, beside the rows that the last release read."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "read_count": pl.Int64,
    "accepted_count": pl.Int64,
    "quarantined_count": pl.Int64,
    "duplicate_count": pl.Int64,
    "last_read_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Staged table",
    read_count="Rows read",
    accepted_count="Rows with no blocking finding",
    quarantined_count="Rows with a blocking finding, and lines that could not be read",
    duplicate_count="Exact copies of another row",
    last_read_count="Rows that the last release read; NULL if there is none",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
