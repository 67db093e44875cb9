"""One row per arm and endpoint: the median and its events, now and in the last release."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "arm": pl.String,
    "parameter": pl.String,
    "event_count": pl.Int64,
    "median_days": pl.Int64,
    "last_event_count": pl.Int64,
    "last_median_days": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Arm and endpoint",
    event_count="Events of the arm",
    median_days="Median, days from the index date",
    last_event_count="Events of the arm in the last release",
    last_median_days="Median in the last release, days",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
