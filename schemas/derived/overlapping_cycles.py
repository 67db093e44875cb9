"""One row per session of a numbered cycle that shares days with the one before or after it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient_id": pl.String,
    "cycle_no": pl.Int64,
    "session_no": pl.Int64,
    "cycle_start": pl.Date,
    "cycle_end": pl.Date,
    "end_before": pl.Date,
    "start_after": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    cycle_no="Number of the cycle as the site writes it",
    session_no="Session of this cycle number, from 0: a number that comes again later is another session",
    cycle_start="First day of the session",
    cycle_end="Last day of the session",
    end_before="Last day of the session before it, where the two share days",
    start_after="First day of the session after it, where the two share days",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
