"""One row per read of an exam that at least two other readers measured: its sum beside those of the others."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "other_count": pl.Int64,
    "sum_mm": pl.Float64,
    "least_other_mm": pl.Float64,
    "largest_other_mm": pl.Float64,
    "other_spread_pct": pl.Float64,
    "ratio": pl.Float64,
    "exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    other_count="Other readers with a complete sum of the exam",
    sum_mm="The reader's sum, mm",
    least_other_mm="Smallest sum of the others, mm",
    largest_other_mm="Largest sum of the others, mm",
    other_spread_pct="How far the others lie apart, % of their mean",
    ratio="How many times the reader's sum is the mean of the others, or it is the reader's",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
