"""One row per patient with a finding tonight, or with a query of the nights before."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient": pl.String,
}
MEANING = meanings_of(
    TYPES,
    patient='Pseudonym of the patient; "" for what is of nobody',
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
