"""One row per exam after baseline (patient, course, exam) and criterion: the adjudicated response in its sequence."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import RESPONSE_HISTORIES
from schemas.staging_schema import schema_of

ROLE = RESPONSE_HISTORIES
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "criterion": pl.String,
    "response": pl.String,
    "source_row_key": pl.String,
    "timepoint": pl.Int64,
    "is_primary_criterion": pl.Boolean,
    "is_recorded_criterion": pl.Boolean,
    "is_index_course": pl.Boolean,
    "is_after_index": pl.Boolean,
    "is_after_new_therapy": pl.Boolean,
    "is_worst_of_day": pl.Boolean,
    "has_earlier_cr": pl.Boolean,
    "has_earlier_pd": pl.Boolean,
    "is_counted": pl.Boolean,
    "exam_date": pl.Date,
    "index_date": pl.Date,
    "first_cr_date": pl.Date,
    "first_pd_date": pl.Date,
}
JUDGED = "is_recorded_criterion"
MEANING = meanings_of(
    TYPES,
    response="Adjudicated overall response",
    is_index_course="Whether the course is that of the index treatment",
    is_after_index="Whether the exam lies after the index date",
    is_after_new_therapy="Whether another therapy had begun before the exam",
    is_worst_of_day="Whether this is the exam that counts of its day",
    has_earlier_cr="Whether an earlier exam of the course is CR",
    has_earlier_pd="Whether an earlier exam of the course is PD",
    first_cr_date="Day of the first CR of the course",
    first_pd_date="Day of the first PD of the course, after the index date for the index course",
    is_counted="Whether the response counts for best and confirmed response",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
