"""One row per read with lesion rows (patient, course, exam, reader)."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "measured_targets": pl.String,
    "missing_targets": pl.String,
    "lesion_count": pl.Int64,
    "target_count": pl.Int64,
    "unmeasured_target_count": pl.Int64,
    "missing_target_count": pl.Int64,
    "non_target_count": pl.Int64,
    "enhancing_non_target_count": pl.Int64,
    "unassessed_non_target_count": pl.Int64,
    "missing_non_target_count": pl.Int64,
    "new_lesion_count": pl.Int64,
    "target_sum_mm": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    unmeasured_target_count="Targets with neither diameter nor enhancement",
    non_target_count="Non-target lesions with a row at this exam",
    enhancing_non_target_count="Non-targets that enhance",
    unassessed_non_target_count="Non-targets of which enhancement is not known",
    missing_non_target_count="Non-targets of the baseline without a row at this exam",
    target_sum_mm="Sum of the viable target diameters measured, mm",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
