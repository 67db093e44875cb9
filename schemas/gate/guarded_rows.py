"""One row per row of a later table with a finding: whose it is."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "layer": pl.String,
    "table": pl.String,
    "row_key": pl.String,
    "patient_id": pl.String,
}
MEANING = meanings_of(
    TYPES,
    layer="Layer of the table",
    table="Table that the rule guards",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
