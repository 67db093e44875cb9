"""One row per target of a read after baseline and criterion that the reader's baseline lacks: its size and growth."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "lesion_id": pl.String,
    "criterion": pl.String,
    "recorded_overall_response": pl.String,
    "source_row_key": pl.String,
    "diameter_mm": pl.Float64,
    "smallest_mm": pl.Float64,
    "is_recorded_criterion": pl.Boolean,
    "is_first": pl.Boolean,
    "is_grown": pl.Boolean,
    "exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    recorded_overall_response="Overall response as recorded",
    diameter_mm="Diameter that the criterion sums, mm",
    smallest_mm="Its smallest diameter at an earlier exam, mm",
    is_first="Whether this is the first exam that has it",
    is_grown="Whether it grew so much since that the exam is suspect of progression",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
