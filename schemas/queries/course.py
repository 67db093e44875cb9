"""One row per registry: what its queries came to up to tonight. Days to close are those from the night on which one was opened, or"""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "closed_count": pl.Int64,
    "median_days_to_close": pl.Float64,
    "answered_count": pl.Int64,
    "changed_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    closed_count="How often a query was closed, as often as it was opened again",
    median_days_to_close="Median of the days from opening to closing; NULL where none was closed",
    answered_count="Queries that a person has answered",
    changed_count="Of these, those by whose answer data changed",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
