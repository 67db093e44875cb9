"""One row per patient with an index date."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "exam_id": pl.String,
    "days_from_index": pl.Int64,
    "has_baseline_exam": pl.Boolean,
    "is_in_window": pl.Boolean,
    "index_date": pl.Date,
    "exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    days_from_index="Days from the index date to the exam, negative before it",
    is_in_window="Whether the exam lies within the imaging window of the index date",
    exam_date="Day of the baseline exam nearest to the index date",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
