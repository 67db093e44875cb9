"""One row per cohort patient and parameter: an endpoint of the study, or one of OS, PFS and TTP."""

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
    "start_name": pl.String,
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
    censoring_code="CNSR: 0 event, 1 censored, 2 and more at an end of observation, 9 at the month where follow-up is cut",
    days="Days from start to event or censoring",
    months="The same in months",
    is_event="Whether the event happened (censoring_code = 0)",
    start_name="Date of the patient at which the endpoint starts",
    start_date="The day of it",
    event_or_censor_date="Day of the event or censoring",
    unclamped_date="The same before it is moved to the start if it lies before it",
)
TRACED = {"days": ("times",)}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
