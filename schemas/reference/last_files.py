"""One row per file that the last release read: its name, and how it was called outside the restricted zone."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "source_file": pl.String,
    "shown_file": pl.String,
}
MEANING = meanings_of(
    TYPES,
    source_file="File of the drop of the last release",
    shown_file="How it was called outside the restricted zone",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
