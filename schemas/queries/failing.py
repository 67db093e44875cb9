"""One row per query that the findings of tonight make: one rule, one patient, what it is about, and the columns that it reads."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "identity": pl.String,
    "fingerprint": pl.String,
    "rule": pl.String,
    "level": pl.String,
    "layer": pl.String,
    "table": pl.String,
    "columns": pl.String,
    "patient": pl.String,
    "entity": pl.String,
    "source": pl.String,
    "staged_table": pl.String,
    "staged_row_key": pl.String,
    "parent_table": pl.String,
    "held_against": pl.String,
    "may_be_right": pl.Boolean,
    "raw": pl.String,
    "arithmetic": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "source_row": pl.Int64,
    "message": pl.String,
    "action": pl.String,
    "name": pl.String,
    "finding_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    identity="Digest of rule, patient, entity and columns",
    fingerprint="Digest of the offending values and of the rule",
    rule="Number of the rule",
    level="reject, flag or stop",
    layer="Layer of the table",
    table="Table that the rule guards",
    columns="Columns that the rule reads, with commas",
    patient='Pseudonym of the patient; "" for what is of nobody',
    entity="What it is about, in the values that name it",
    source="Source of the settings that sends it",
    staged_table="Staged table of the row that it is about",
    staged_row_key="The staged row that it is about, where it is one",
    parent_table='Table on whose rows these hang; "" for a rule of another kind',
    held_against='What of the patient each row is held against; "" for a rule of another kind',
    may_be_right="Whether a value that offends may be right as it is",
    raw="The cells as sent, or the values compared",
    arithmetic="What the rule shows behind the finding",
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    source_row="Line, sheet row or record number in the file",
    message="What is wrong, in words without a value of a patient",
    action="What to do about it",
    name="Name of the rule",
    finding_count="Findings that are this one query",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
