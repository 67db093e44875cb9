"""One row per infusion of atezolizumab, with the days since the one before, and whether bevacizumab goes with it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "interval_days": pl.Int64,
    "has_bevacizumab": pl.Boolean,
    "has_reason": pl.Boolean,
    "administration_date": pl.Date,
    "date_before": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    interval_days="Days since the infusion before",
    has_bevacizumab="Whether bevacizumab goes with it; true as well where the day of a bevacizumab is not known",
    has_reason="Whether a reason is recorded with either drug of the day",
    administration_date="Day of the infusion",
    date_before="Day of the infusion before",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
