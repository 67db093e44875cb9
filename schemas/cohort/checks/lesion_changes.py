"""One row per measured lesion of a read that the same reader measured before (patient, exam, reader, lesion)."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "lesion_id": pl.String,
    "organ": pl.String,
    "source_row_key": pl.String,
    "days_between": pl.Int64,
    "previous_viable_mm": pl.Float64,
    "viable_mm": pl.Float64,
    "viable_ratio": pl.Float64,
    "is_slipped": pl.Boolean,
    "previous_exam_date": pl.Date,
    "exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    days_between="Days since the reader measured the lesion before",
    previous_viable_mm="Viable diameter then, mm",
    viable_mm="Viable diameter now, mm",
    viable_ratio="Diameter now as a multiple of that before",
    is_slipped="Whether all lesions of the read changed about tenfold",
    previous_exam_date="Day of the exam before",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
