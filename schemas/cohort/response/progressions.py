"""One row per patient who progressed after the index day: the day of the first progression and the row that says so."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "exam_id": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "progression_date": pl.Date,
}
MEANING = meanings_of(TYPES)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
