"""One row per creatinine result with an upper limit of normal: how many times the limit it is, to nine decimals."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "creatinine_mg_dl": pl.Float64,
    "upper_limit_mg_dl": pl.Float64,
    "ratio": pl.Float64,
    "collected_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    creatinine_mg_dl="Creatinine, mg/dL",
    upper_limit_mg_dl="Its upper limit of normal, mg/dL",
    ratio="How many times the upper limit it is, to nine decimals",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
