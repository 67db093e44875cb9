"""One row per cohort patient: the first evaluable exam after the index day, or why there is none."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "no_assessment_reason": pl.String,
    "exam_count": pl.Int64,
    "evaluable_exam_count": pl.Int64,
    "index_date": pl.Date,
    "first_assessment_date": pl.Date,
    "death_date": pl.Date,
    "last_known_alive_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    no_assessment_reason=(
        "not adjudicated, not evaluable, undated read, quarantined read, early death, lost or not done; NULL: an exam is evaluable"
    ),
    exam_count="Exams of the index course after the index date",
    evaluable_exam_count="Those of them with a response other than NE and ND",
    first_assessment_date="Day of the first evaluable exam",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
