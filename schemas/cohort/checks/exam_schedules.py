"""One row per exam after baseline (patient, course, exam): when it was made after the index day and the exam before, and how."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "modality": pl.String,
    "baseline_modality": pl.String,
    "source_row_key": pl.String,
    "timepoint": pl.Int64,
    "days_from_index": pl.Int64,
    "days_from_previous_exam": pl.Int64,
    "is_index_course": pl.Boolean,
    "is_after_index": pl.Boolean,
    "is_after_new_therapy": pl.Boolean,
    "exam_date": pl.Date,
    "previous_exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    modality="CT or MRI",
    baseline_modality="Modality of the baseline of the course",
    days_from_index="Days from the index date to the exam",
    days_from_previous_exam="Days from the exam before to this one",
    is_index_course="Whether the course is that of the index treatment",
    is_after_index="Whether the exam lies after the index date",
    is_after_new_therapy="Whether another therapy had begun before the exam",
    previous_exam_date="Day of the exam before, after the index date",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
