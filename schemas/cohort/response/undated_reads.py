"""One row per read with a recorded response and no day: its place by its label, and whether it counts for its reader."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import UNDATED_READS
from schemas.staging_schema import schema_of

ROLE = UNDATED_READS
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "reader_role": pl.String,
    "response": pl.String,
    "timepoint": pl.Int64,
    "is_index_course": pl.Boolean,
    "is_order_known": pl.Boolean,
    "is_counted": pl.Boolean,
    "after_date": pl.Date,
    "before_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    response="Response as the reader recorded it",
    is_index_course="Whether the course is that of the index treatment",
    is_order_known="Whether the label tells between which dated exams the exam lies",
    is_counted="Whether the read counts for the best response of its reader",
    after_date="Last dated exam of the course before it, by the label; NULL: none",
    before_date="First dated exam of the course after it, by the label; NULL: none",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
