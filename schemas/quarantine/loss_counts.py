"""One row per kind of what patients of the cohort may lose, where there is a last release: how many lost it since."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import LOSSES
from schemas.staging_schema import schema_of

ROLE = LOSSES
TYPES = {
    "row_key": pl.String,
    "patient_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Kind of what is lost",
    patient_count="Patients of the last release's cohort who lost it",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
