"""One row per counted complete or partial response (patient, exam, criterion): whether a later exam confirms it, and when."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "exam_id": pl.String,
    "criterion": pl.String,
    "response": pl.String,
    "is_confirmed": pl.Boolean,
    "exam_date": pl.Date,
    "confirmation_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    response="The objective response",
    is_confirmed="Whether a later exam confirms the response",
    confirmation_date="First exam late and good enough to confirm",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
