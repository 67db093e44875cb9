"""One row per patient of the last release's cohort and kind of what the patient has lost since."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "loss": pl.String,
    "what": pl.String,
}
MEANING = meanings_of(
    TYPES,
    row_key="Pseudonym of the patient, and the kind",
    loss="Kind of what is lost: a baseline value, a read, a progression or a death",
    what="Names of the values, or days and readers",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
