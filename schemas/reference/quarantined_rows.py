"""One row per drug administration, contact, read or lesion in quarantine that has a patient."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table_name": pl.String,
    "row_key": pl.String,
    "patient_id": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "course": pl.String,
    "is_progression": pl.Boolean,
    "event_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    table_name="Quarantined table of the row",
    is_progression="Whether it is a read that says progression",
    event_date="Day of the infusion, the contact or the exam",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
