"""One row per row that a later sending of its source replaced, or that said that something is gone: where it stood."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "source_row": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    source_file="File of the drop, with the number of its sending",
    sheet="Sheet of a workbook",
    source_row="Line, sheet row or record number in the file",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
