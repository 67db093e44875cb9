"""One row per infusion of a numbered cycle, with the session that it belongs to, from 0."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "cycle_no": pl.Int64,
    "day_no": pl.Int64,
    "session_no": pl.Int64,
    "administration_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    cycle_no="Number of the cycle as the site writes it",
    day_no="Day within the cycle as the site writes it",
    session_no="Session of this cycle number, from 0: a number that comes again later is another session",
    administration_date="Day of the infusion",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
