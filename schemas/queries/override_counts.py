"""One row per rule and field of which people gave values, and what became of them tonight: how many, and under which queries."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "rule": pl.String,
    "table": pl.String,
    "field": pl.String,
    "outcome": pl.String,
    "value_count": pl.Int64,
    "queries": pl.String,
}
MEANING = meanings_of(
    TYPES,
    rule="Number of the rule",
    table="Table whose cells were corrected",
    field="Raw column that is corrected",
    outcome="Whether the values hold tonight",
    value_count="Values given",
    queries="Numbers of the queries under which they were given",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
