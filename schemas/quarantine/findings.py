"""One row per rule and offending row, led back to patient, file, row and raw text, for a person to act on."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "run_id": pl.String,
    "rule": pl.String,
    "level": pl.String,
    "layer": pl.String,
    "table": pl.String,
    "patient": pl.String,
    "row_key": pl.String,
    "columns": pl.String,
    "raw": pl.String,
    "source_file": pl.String,
    "source_row": pl.Int64,
    "message": pl.String,
    "sheet": pl.String,
    "name": pl.String,
    "action": pl.String,
    "arithmetic": pl.String,
}
MEANING = meanings_of(
    TYPES,
    run_id="Run that found it",
    rule="Number of the rule",
    level="reject, flag or stop",
    layer="Layer of the table",
    table="Table that the rule guards",
    patient="Pseudonym of the patient",
    row_key="Row with the finding; NULL for the table as a whole",
    columns="Columns that the finding is about, with commas",
    raw="The cells as sent, or the values compared",
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    source_row="Line, sheet row or record number in the file",
    message="What is wrong, in words without a value of a patient",
    name="Name of the rule",
    action="What to do about it",
    arithmetic="What the rule shows behind the finding",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
