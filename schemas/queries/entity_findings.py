"""One row per finding that concerns a row, a patient or a file: whose it is and what it is about, with the values that offend."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "rule": pl.String,
    "level": pl.String,
    "layer": pl.String,
    "table": pl.String,
    "columns": pl.String,
    "patient": pl.String,
    "entity": pl.String,
    "identity": pl.String,
    "row_key": pl.String,
    "source": pl.String,
    "staged_table": pl.String,
    "staged_row_key": pl.String,
    "raw": pl.String,
    "arithmetic": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "source_row": pl.Int64,
    "message": pl.String,
    "action": pl.String,
    "name": pl.String,
}
MEANING = meanings_of(
    TYPES,
    rule="Number of the rule",
    level="reject, flag or stop",
    layer="Layer of the table",
    table="Table that the rule guards",
    columns="Columns that the rule reads, with commas",
    patient='Pseudonym of the patient; "" for what is of nobody',
    entity="What it is about, in the values that name it",
    identity="Digest of rule, patient, entity and columns",
    row_key="Row with the finding",
    source="Source of the settings that sends it",
    staged_table="Staged table of the row that it is about",
    staged_row_key="The staged row that it is about, where it is one",
    raw="The cells as sent, or the values compared",
    arithmetic="What the rule shows behind the finding",
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    source_row="Line, sheet row or record number in the file",
    message="What is wrong, in words without a value of a patient",
    action="What to do about it",
    name="Name of the rule",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
