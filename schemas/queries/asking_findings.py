"""One row per finding that still asks: without those whose query a person has settled, which are shown as such and counted no more."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "rule": pl.String,
    "level": pl.String,
    "layer": pl.String,
    "table": pl.String,
    "row_key": pl.String,
}
MEANING = meanings_of(
    TYPES,
    rule="Number of the rule",
    level="reject, flag or stop",
    layer="Layer of the table",
    table="Table that the rule guards",
    row_key="Row with the finding",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
