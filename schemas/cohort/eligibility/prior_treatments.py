"""One row per patient and kind of treatment before the index day: when it was first and last given, and how often."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "treatment": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "treatment_no": pl.Int64,
    "treatment_days": pl.Int64,
    "first_treatment_date": pl.Date,
    "last_treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    treatment="Kind of treatment in the paper's words",
    treatment_no="Place of the kind in lists",
    treatment_days="Days with such a treatment",
    first_treatment_date="First day",
    last_treatment_date="Last day",
    source_row_key="Row of the first such treatment",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
