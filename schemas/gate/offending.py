"""One row per rule and row that offends against it, by the position of the rule among those of its table; NULL for the table as a whole."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "layer": pl.String,
    "table": pl.String,
    "position": pl.Int32,
    "row_key": pl.String,
    "arithmetic": pl.String,
}
MEANING = meanings_of(
    TYPES,
    layer="Layer of the table",
    table="Table that the rule guards",
    position="Place of the rule among those of its table, from 0",
    row_key="Row with the finding; NULL for the table as a whole",
    arithmetic="What the rule shows behind the finding",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
