"""One row per staged row of a patient of the review page: where it stood, whether it is in quarantine, and the queries about it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "row_key": pl.String,
    "patient": pl.String,
    "query_nos": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "source_row": pl.Int64,
    "is_quarantined": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    row_key="Name of the row, made of its content",
    patient="Pseudonym of the patient",
    query_nos="Numbers of the queries about the row, with blanks; NULL: none",
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    source_row="Line, sheet row or record number in the file",
    is_quarantined="Whether the row is in quarantine",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
