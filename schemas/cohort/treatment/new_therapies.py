"""One row per patient who had another anticancer therapy after the index day: the first of them."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "therapy": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "new_therapy_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    therapy="Drug or procedure",
    new_therapy_date="Day of the first other anticancer therapy after the index date",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
