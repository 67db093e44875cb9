"""One row per rule about whose queries people have answered: how many were right as they are, and how many answers changed data."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "rule": pl.String,
    "answered_count": pl.Int64,
    "right_count": pl.Int64,
    "changed_count": pl.Int64,
    "right_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    rule="Number of the rule",
    answered_count="Queries of the rule that a person has answered",
    right_count="Of these, those that are right as they are",
    changed_count="Of these, those by whose answer data changed",
    right_pct="Share that is right as it is, percent",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
