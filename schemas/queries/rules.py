"""One row per rule and table in force: the digest of what it asks, which is another one once the rule is changed, and its parent."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "rule": pl.String,
    "layer": pl.String,
    "table": pl.String,
    "columns": pl.String,
    "version": pl.String,
    "parent_table": pl.String,
    "held_against": pl.String,
    "may_be_right": pl.Boolean,
    "is_accepted": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    rule="Number of the rule",
    layer="Layer of the table",
    table="Table that the rule guards",
    columns="Columns that the rule reads, with commas",
    version="Digest of what the rule asks as it is held",
    parent_table='Table on whose rows these hang; "" for a rule of another kind',
    held_against='What of the patient each row is held against; "" for a rule of another kind',
    may_be_right="Whether a value that offends may be right as it is",
    is_accepted="Whether the settings accept as a whole what the rule finds",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
