"""One row per read (patient, course, exam, reader) and criterion."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "criterion": pl.String,
    "measured_targets": pl.String,
    "left_targets": pl.String,
    "timepoint": pl.Int64,
    "target_count": pl.Int64,
    "missing_target_count": pl.Int64,
    "derived_sum_mm": pl.Float64,
    "recorded_sum_mm": pl.Float64,
    "sum_mm": pl.Float64,
    "baseline_mm": pl.Float64,
    "nadir_mm": pl.Float64,
    "change_from_baseline_pct": pl.Float64,
    "change_from_nadir_pct": pl.Float64,
    "is_recorded_criterion": pl.Boolean,
    "is_baseline": pl.Boolean,
    "had_targets": pl.Boolean,
    "was_gone": pl.Boolean,
    "has_quarantined_lesion": pl.Boolean,
    "exam_date": pl.Date,
    "baseline_date": pl.Date,
    "nadir_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    left_targets="What is left of the targets: tumour, a node of doubtful size alone, or none",
    had_targets="Whether the reader's baseline has a target that is disease",
    was_gone="Whether nothing was left of the targets at an earlier exam (complete response at the smallest sum)",
    is_baseline="Whether the read is the reader's baseline of the course",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
