"""One row per arm and parameter: patients, events, and the Kaplan-Meier median in days."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "arm": pl.String,
    "parameter": pl.String,
    "patient_count": pl.Int64,
    "event_count": pl.Int64,
    "median_days": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    parameter="OS or PFS",
    patient_count="Patients of the arm",
    event_count="Events of the arm",
    median_days="First day on which the Kaplan-Meier estimate is at or below one half; NULL if it stays above",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
