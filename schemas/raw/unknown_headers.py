"""One row per header of a file, or of the settings, that names no column of its table, or a column that no file has."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "rule": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "message": pl.String,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    rule="Number of the rule",
    source_file="File of the drop; NULL for a header that the settings name and no file has",
    sheet="Sheet of a workbook",
    message="What is wrong, in words without a value of a patient",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
