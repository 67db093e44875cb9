"""One row per release with which the run is compared."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "release": pl.String,
    "as_of": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    release="Release",
    as_of="As-of date of its extracts",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
