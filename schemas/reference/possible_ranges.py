"""One row per laboratory test or measure of the body: what is possible of it, by the thresholds of the rules in force."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "measure": pl.String,
    "low": pl.Float64,
    "high": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    measure="Laboratory test, in its standard unit, or column of a visit or a dose",
    low="Least value that is possible",
    high="Greatest value that is possible",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
