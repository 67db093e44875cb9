"""One row per patient with an index date and criterion."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import BEST_RESPONSES
from schemas.staging_schema import schema_of

ROLE = BEST_RESPONSES
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "criterion": pl.String,
    "best_response": pl.String,
    "confirmed_best_response": pl.String,
    "exam_count": pl.Int64,
    "is_primary_criterion": pl.Boolean,
    "has_response": pl.Boolean,
    "has_confirmed_response": pl.Boolean,
    "has_disease_control": pl.Boolean,
    "best_response_date": pl.Date,
    "confirmed_best_response_date": pl.Date,
    "response_date": pl.Date,
    "confirmed_response_date": pl.Date,
    "disease_control_date": pl.Date,
}
TRACED = {"criterion": ("responses",)}  # the rows behind the best responses by one criterion (sql/trace/)
MEANING = meanings_of(
    TYPES,
    best_response="Best overall response, unconfirmed; MISSING if no exam counts",
    confirmed_best_response="Best overall response with CR and PR confirmed; MISSING if no exam counts",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
