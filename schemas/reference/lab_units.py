"""One row per source, laboratory test and unit, folded: what one of this unit is in the standard unit of the test."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "source": pl.String,
    "test": pl.String,
    "written": pl.String,
    "factor": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    source="Source of the settings",
    written="Unit in the extracts, folded",
    factor="What one of this unit is in the standard unit of the test",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
