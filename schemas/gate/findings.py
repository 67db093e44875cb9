"""One row per rule and offending row, or per rule and table where it speaks of the whole table, in the words of the rule."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "rule": pl.String,
    "level": pl.String,
    "layer": pl.String,
    "table": pl.String,
    "row_key": pl.String,
    "columns": pl.List(pl.String),
    "message": pl.String,
    "name": pl.String,
    "action": pl.String,
    "arithmetic": pl.String,
}
MEANING = meanings_of(
    TYPES,
    rule="Number of the rule",
    level="reject, flag or stop",
    layer="Layer of the table",
    table="Table that the rule guards",
    row_key="Row with the finding; NULL for the table as a whole",
    columns="Columns that the finding is about",
    message="What is wrong, in words without a value of a patient",
    name="Name of the rule",
    action="What to do about it",
    arithmetic="What the rule shows behind the finding",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
