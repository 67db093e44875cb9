"""One row per staged row of a patient who has a query, of whatever table: what it is about."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient": pl.String,
    "source": pl.String,
    "table": pl.String,
    "entity": pl.String,
}
MEANING = meanings_of(
    TYPES,
    row_key="Row with the finding",
    patient='Pseudonym of the patient; "" for what is of nobody',
    source="Source of the settings that sends it",
    table="Table that the rule guards",
    entity="What it is about, in the values that name it",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
