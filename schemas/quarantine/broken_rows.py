"""One row per line that could not be read into the columns of its table: it is quarantined by its file and number."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "rule": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "source_row": pl.Int64,
    "message": pl.String,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    rule="Number of the rule",
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    source_row="Line, sheet row or record number in the file",
    message="What is wrong, in words without a value of a patient",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
