"""One row per patient with a progression or death after the index day: the last evaluable assessment before it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "visit_row_key": pl.String,
    "days_without_visit": pl.Int64,
    "has_missed_visits": pl.Boolean,
    "event_date": pl.Date,
    "visit_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    visit_row_key="Row of the accepted table that is the evidence of the last assessment, or of the start",
    days_without_visit="Days from the last assessment (or the start) to the event",
    has_missed_visits="Whether at least two planned visits were missed between",
    event_date="Day of the first progression, else of death",
    visit_date="Day of the last evaluable assessment before the event, else the index date",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
