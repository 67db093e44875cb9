"""One row per staged table: rows read, accepted, quarantined and copied, and how many of the last release are lost."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "read_count": pl.Int64,
    "accepted_count": pl.Int64,
    "quarantined_count": pl.Int64,
    "duplicate_count": pl.Int64,
    "last_row_count": pl.Int64,
    "last_quarantined_count": pl.Int64,
    "lost_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Staged table",
    read_count="Rows read",
    accepted_count="Rows with no blocking finding",
    quarantined_count="Rows with a blocking finding, and lines that could not be read",
    duplicate_count="Exact copies of another row",
    last_quarantined_count="Rows that were quarantined then; NULL if there is no last release",
    last_row_count="Rows that the last release read, without copies",
    lost_count="Rows of the last release that are not sent any more",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
