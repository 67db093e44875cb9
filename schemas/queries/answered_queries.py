"""One row per query that a person has answered: what was said last, and whether data changed by it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "query_no": pl.String,
    "rule": pl.String,
    "answer": pl.String,
    "has_changed_data": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    query_no="Number of the query, such as Q-000317; never given twice",
    rule="Number of the rule",
    answer="What the person answered",
    has_changed_data="Whether a value was given, or the corrected row was sent and passed",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
