"""One row per infusion of a numbered cycle with a day number, beside the day that its date is by the rows of its session."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "day_no": pl.Int64,
    "derived_day_no": pl.Int64,
    "administration_date": pl.Date,
    "cycle_start": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    day_no="Day within the cycle as the site writes it",
    derived_day_no="Day within the cycle by the first day that most of its rows say",
    administration_date="Day of the infusion",
    cycle_start="First day of the session by most of its rows",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
