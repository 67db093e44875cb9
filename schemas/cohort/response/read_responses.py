"""One row per read after baseline (patient, course, exam, reader) and criterion: the response derived beside the recorded one."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import READER_OPINIONS
from schemas.staging_schema import schema_of

ROLE = READER_OPINIONS
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "reader_role": pl.String,
    "criterion": pl.String,
    "limits_in_words": pl.String,
    "missing_targets": pl.String,
    "new_lesion_state": pl.String,
    "recorded_target_response": pl.String,
    "derived_target_response": pl.String,
    "recorded_non_target_response": pl.String,
    "derived_non_target_response": pl.String,
    "recorded_overall_response": pl.String,
    "derived_overall_response": pl.String,
    "overall_response_by_recorded_parts": pl.String,
    "read_key": pl.String,
    "timepoint": pl.Int64,
    "lesion_count": pl.Int64,
    "new_lesion_count": pl.Int64,
    "target_count": pl.Int64,
    "missing_target_count": pl.Int64,
    "derived_sum_mm": pl.Float64,
    "recorded_sum_mm": pl.Float64,
    "sum_mm": pl.Float64,
    "baseline_mm": pl.Float64,
    "nadir_mm": pl.Float64,
    "change_from_baseline_pct": pl.Float64,
    "change_from_nadir_pct": pl.Float64,
    "is_primary_criterion": pl.Boolean,
    "is_recorded_criterion": pl.Boolean,
    "is_index_course": pl.Boolean,
    "recorded_has_new_lesion": pl.Boolean,
    "derived_has_new_lesion": pl.Boolean,
    "has_quarantined_lesion": pl.Boolean,
    "has_grown_late_target": pl.Boolean,
    "exam_date": pl.Date,
    "baseline_date": pl.Date,
    "nadir_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    is_index_course="Whether the course is that of the index treatment",
    read_key="Row of accepted.imaging_reads that is the read",
    new_lesion_state="What its new lesions are, the surest first (cohort.new_lesions); NULL: none",
    recorded_target_response="Target response as recorded, with the criterion by which the site records",
    derived_target_response="Target response from the sums; NULL: nothing to derive from; REVIEW: for the adjudicator",
    recorded_non_target_response="Non-target response as recorded",
    derived_non_target_response="Non-target response from the lesions; progression as recorded",
    recorded_overall_response="Overall response as recorded",
    derived_overall_response="Overall response by the matrix from the derived parts",
    overall_response_by_recorded_parts="Overall response by the matrix from the recorded parts",
    recorded_has_new_lesion="New lesion as recorded",
    has_grown_late_target="Whether a target that the baseline lacks has grown as progression asks",
    derived_has_new_lesion="Whether the read has a new lesion",
)
TRACED = {"reader_id": ("reads",)}  # the rows behind what one reader says (sql/trace/)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
