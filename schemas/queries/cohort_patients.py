"""One row per patient and what the cohort knows of one: that the patient is in it, or that a quarantined row may decide."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient": pl.String,
    "is_in_cohort": pl.Boolean,
    "is_waiting": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    patient='Pseudonym of the patient; "" for what is of nobody',
    is_in_cohort="Whether the patient is in the cohort",
    is_waiting="Whether the patient waits for a quarantined row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
