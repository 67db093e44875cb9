"""One row per patient and treatment cycle: its infusion days with and without laboratory results, and the days since the progression."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_row_key": pl.String,
    "cycle_no": pl.Int64,
    "infusion_day_count": pl.Int64,
    "day_without_labs_count": pl.Int64,
    "days_since_progression": pl.Int64,
    "cycle_start_date": pl.Date,
    "progression_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    cycle_no="Number of the cycle, from 1",
    infusion_day_count="Days of the cycle with any drug",
    day_without_labs_count="Days of the cycle with a drug and without any laboratory result; NULL for a patient without results",
    days_since_progression="Days from the first progression to the first day of the cycle; negative before it",
    cycle_start_date="First day of the cycle",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
