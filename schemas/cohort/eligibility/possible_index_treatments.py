"""One row per patient with a quarantined treatment that may be an index treatment of the study, on a day that may be an index date."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "treatment_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    treatment_count="Quarantined treatments of the patient that may be it",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
