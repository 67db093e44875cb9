"""One row per session of a numbered cycle (patient, number, session), with its place in the order of dates of the patient."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient_id": pl.String,
    "cycle_no": pl.Int64,
    "session_no": pl.Int64,
    "place": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    cycle_no="Number of the cycle as the site writes it",
    session_no="Session of this cycle number, from 0: a number that comes again later is another session",
    place="Place of the session in the patient's order of dates, from 1",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
