"""One row per infusion of a drug without which a regimen would be none, with the days since the one before, and what goes with it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "interval_days": pl.Int64,
    "cycle_days": pl.Int64,
    "least_interval_days": pl.Int64,
    "most_interval_days": pl.Int64,
    "has_the_others": pl.Boolean,
    "has_reason": pl.Boolean,
    "administration_date": pl.Date,
    "date_before": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    interval_days="Days since the infusion before",
    cycle_days="Days that the regimen plans from one to the next",
    least_interval_days="Fewest days that it allows",
    most_interval_days="Most days that it allows",
    has_the_others="Whether the other drugs of the day go with it; true as well where the day of one of them is not known",
    has_reason="Whether a reason is recorded with any drug of the day",
    administration_date="Day of the infusion",
    date_before="Day of the infusion before",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
