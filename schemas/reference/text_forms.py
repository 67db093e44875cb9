"""One row per table and form in which texts are written that hold several of its columns, or words beside a value."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "form": pl.String,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    table="Table whose columns the text holds",
    form="How the text is written, with columns in braces",
    citation="Source of the row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
