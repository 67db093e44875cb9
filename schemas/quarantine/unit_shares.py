"""One row per laboratory test and unit: how many of the results with a value come in it, now and in the last release."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "test": pl.String,
    "unit": pl.String,
    "result_count": pl.Int64,
    "last_result_count": pl.Int64,
    "share_pct": pl.Float64,
    "last_share_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Test and unit",
    unit="Unit as sent",
    result_count="Results of the test, in any unit",
    last_result_count="Results of the test in the last release",
    share_pct="Share of the results in this unit, percent",
    last_share_pct="Share in the last release, percent",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
