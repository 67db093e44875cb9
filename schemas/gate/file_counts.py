"""One row per staged table and file: rows read, accepted, quarantined, exact duplicates of another row, and replaced by a later one."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "source_file": pl.String,
    "read_count": pl.Int64,
    "accepted_count": pl.Int64,
    "quarantined_count": pl.Int64,
    "duplicate_count": pl.Int64,
    "replaced_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    source_file="File of the drop",
    read_count="Rows read",
    accepted_count="Rows with no blocking finding",
    quarantined_count="Rows with a blocking finding, and lines that could not be read",
    duplicate_count="Exact copies of another row",
    replaced_count="Rows of which a later sending says more, and rows that said that something is gone",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
