"""One row per laboratory result after the index day that CTCAE can grade: its grade, and the baseline and limits behind it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "test": pl.String,
    "cycle_no": pl.Int64,
    "grade": pl.Int64,
    "value_std": pl.Float64,
    "lower_limit_std": pl.Float64,
    "upper_limit_std": pl.Float64,
    "baseline_value": pl.Float64,
    "is_baseline_high": pl.Boolean,
    "has_limit": pl.Boolean,
    "index_date": pl.Date,
    "collected_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    row_key="Row of accepted.labs",
    cycle_no="Cycle that the result follows; NULL before the first or without cycles",
    grade="CTCAE grade 0-4; NULL where it cannot be told",
    value_std="Result in the standard unit of the test",
    lower_limit_std="Lower limit of normal in the standard unit",
    upper_limit_std="Upper limit of normal in the standard unit",
    baseline_value="Result at baseline in the standard unit",
    is_baseline_high="Whether the baseline is above its own upper limit",
    has_limit="Whether the limit of normal that the grade needs is sent",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
