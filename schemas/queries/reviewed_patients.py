"""One row per patient on the review page: those with a query that asks or is settled, as many as the settings say, the gravest first."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient": pl.String,
    "influence": pl.Int32,
    "asking_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    patient="Pseudonym of the patient",
    influence="The highest of the queries: 4 (may add a patient to the cohort) to 0",
    asking_count="Queries that still ask",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
