"""One row per patient and table in which rows stand under the patient's number with more or fewer zeros in front."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "table_name": pl.String,
}
MEANING = meanings_of(
    TYPES,
    row_key="Pseudonym of the patient, and the table",
    table_name="Staged table with rows under the number but for the zeros in front of it",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
