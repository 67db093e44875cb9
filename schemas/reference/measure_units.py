"""One row per unit of a column and unit in which it may come: lengths and weights."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "unit": pl.String,
    "written": pl.String,
    "factor": pl.Float64,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    unit="Unit of the column, with which its name ends",
    written="Unit in the extracts, folded",
    factor="What one of this unit is in the unit of the column",
    citation="Source of the row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
