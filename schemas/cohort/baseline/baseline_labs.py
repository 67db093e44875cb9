"""One row per patient and laboratory test: the result that describes the patient at the index day."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import BASELINE_LABS
from schemas.staging_schema import schema_of

ROLE = BASELINE_LABS
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "test": pl.String,
    "value_operator": pl.String,
    "source_row_key": pl.String,
    "value_std": pl.Float64,
    "lower_limit_std": pl.Float64,
    "upper_limit_std": pl.Float64,
    "is_censored": pl.Boolean,
    "index_date": pl.Date,
    "collected_date": pl.Date,
    "collected_at": pl.Datetime("us"),
}
MEANING = meanings_of(
    TYPES,
    value_operator="= for a measured result; <, <=, > or >= where only a limit is known",
    value_std="Result in the standard unit of the test; the limit where censored",
    lower_limit_std="Lower limit of normal in the standard unit",
    upper_limit_std="Upper limit of normal in the standard unit",
    is_censored="Whether only a limit of the result is known",
    collected_at="When the specimen was taken",
)
TRACED = {"value_std": ("labs",)}  # value_std:ALB are the results of albumin
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
