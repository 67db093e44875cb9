"""One row per laboratory test and quantile of the last release: which share of its results lay at or below it then, and does now."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "test": pl.String,
    "quantile": pl.String,
    "result_count": pl.Int64,
    "last_result_count": pl.Int64,
    "below_pct": pl.Float64,
    "last_below_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Test and quantile",
    quantile="Quantile of the last release",
    result_count="Results of the test with a value",
    last_result_count="Results of the test in the last release",
    below_pct="Share of the results at or below it, percent",
    last_below_pct="Share in the last release, percent",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
