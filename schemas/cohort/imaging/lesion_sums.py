"""One row per read with lesion rows (patient, course, exam, reader) and criterion."""

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
    "missing_targets": pl.String,
    "left_targets": pl.String,
    "left_non_targets": pl.String,
    "new_lesion_state": pl.String,
    "lesion_count": pl.Int64,
    "target_count": pl.Int64,
    "unmeasured_target_count": pl.Int64,
    "missing_target_count": pl.Int64,
    "non_target_count": pl.Int64,
    "left_non_target_count": pl.Int64,
    "unassessed_non_target_count": pl.Int64,
    "missing_non_target_count": pl.Int64,
    "new_lesion_count": pl.Int64,
    "target_sum_mm": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    new_lesion_state="What its new lesions are, the surest first (cohort.new_lesions); NULL: none",
    left_targets="What is left of the targets: tumour, a node of doubtful size alone, or none",
    left_non_targets="The same of the non-targets",
    unmeasured_target_count="Targets without the diameter that the criterion sums",
    non_target_count="Non-target lesions with a row at this exam",
    left_non_target_count="Non-targets of which tumour is left: that enhance, or by a criterion of total diameters are still there",
    unassessed_non_target_count="Non-targets of which it is not known whether tumour is left",
    missing_non_target_count="Non-targets of the baseline without a row at this exam",
    target_sum_mm="Sum of the target diameters measured, mm",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
