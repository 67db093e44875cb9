"""One row per cohort patient and parameter (OS, PFS, TTP)."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import EVENT_TIMES
from schemas.staging_schema import schema_of

ROLE = EVENT_TIMES
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "parameter": pl.String,
    "event_description": pl.String,
    "censoring_description": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "censoring_code": pl.Int64,
    "days": pl.Int64,
    "months": pl.Float64,
    "is_event": pl.Boolean,
    "start_date": pl.Date,
    "event_or_censor_date": pl.Date,
    "unclamped_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    event_description="The event, or why there is none",
    censoring_description="What the censoring date is; NULL for an event",
    censoring_code="CNSR: 0 event, 1 censored, 2 at a new therapy, 3 at missed visits",
    days="Days from start to event or censoring",
    months="The same in months",
    is_event="Whether the event happened (censoring_code = 0)",
    start_date="Index date",
    event_or_censor_date="Day of the event or censoring",
    unclamped_date="The same before it is moved to the start if it lies before it",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
