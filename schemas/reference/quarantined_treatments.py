"""One row per treatment in quarantine: what it was, and, where that cannot be read, which kind of table it stood in."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient_id": pl.String,
    "treatment": pl.String,
    "kind": pl.String,
    "treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    treatment="Regimen or procedure as read; NULL where it cannot be read",
    kind="HAIC of an infusion, TACE of a procedure",
    treatment_date="Day of the treatment",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
