"""One row per source, column of the raw contract and word in it, folded: the code of the registry for the word."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "source": pl.String,
    "column_key": pl.String,
    "written": pl.String,
    "code": pl.String,
}
MEANING = meanings_of(
    TYPES,
    source="Source of the settings",
    column_key="Table and column of the raw contract",
    written="Word in the extracts, folded",
    code="What it is in the registry",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
