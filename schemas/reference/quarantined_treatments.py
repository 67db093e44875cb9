"""One row per treatment in quarantine: when it was given, and whether it may be an index treatment of the study."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient_id": pl.String,
    "given": pl.String,
    "may_be_index_treatment": pl.Boolean,
    "treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    given="Drug or procedure as read; NULL where it cannot be read",
    may_be_index_treatment="Whether it may be an index treatment of the study; what cannot be read may be anything",
    treatment_date="Day of the treatment",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
