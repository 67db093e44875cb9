"""One row per source: the questions to it that are open after tonight, and how many of them are new or were opened again tonight."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "source": pl.String,
    "open_count": pl.Int64,
    "new_count": pl.Int64,
    "reopened_count": pl.Int64,
    "answered_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    source="Source of the settings that sends the rows",
    open_count="Open questions",
    new_count="Of these, those that are new tonight",
    reopened_count="Of these, those that were opened again tonight",
    answered_count="Questions that are answered, and not yet sent",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
