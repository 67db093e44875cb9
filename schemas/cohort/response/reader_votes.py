"""One row per exam (patient, course, exam), criterion, basis and reader: the overall response with which the reader enters adjudication."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "criterion": pl.String,
    "basis": pl.String,
    "reader_id": pl.String,
    "reader_role": pl.String,
    "response": pl.String,
    "source_row_key": pl.String,
    "timepoint": pl.Int64,
    "is_recorded_criterion": pl.Boolean,
    "exam_date": pl.Date,
}
MEANING = meanings_of(TYPES)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
