"""One row per contact that records a progression, or a day free of it: both days beside the index day."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "progression_day": pl.Int64,
    "progression_free_day": pl.Int64,
    "index_date": pl.Date,
    "progression_date": pl.Date,
    "progression_free_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    progression_day="Days from the index day to the recorded progression, negative before it",
    progression_free_day="Days from the index day to the last day recorded as free of progression",
    progression_free_date="Last day known to be free of progression, as recorded",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
