"""One row per patient and day after the index day on which progression was evaluably assessed."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "assessment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    assessment_date="Day on which the patient was evaluably assessed",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
