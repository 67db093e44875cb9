"""One row per source whose follow-up has rows that tell of a death: how many there are, and how many are of nobody who is sent."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "death_count": pl.Int64,
    "death_of_nobody_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Source",
    death_count="Rows of the follow-up that tell of a death",
    death_of_nobody_count="Rows of these whose patient is not among the patients",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
