"""One row per source and laboratory test: its highest result without a sign, and how often it comes."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "source": pl.String,
    "test": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "value_count": pl.Int64,
    "patient_count": pl.Int64,
    "result_count": pl.Int64,
    "next_count": pl.Int64,
    "highest_std": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    source="Source of the settings that sends the results",
    value_count="How many different results of the test the source sends",
    patient_count="Patients with the highest result",
    result_count="Results that are the highest",
    next_count="Results that are the next lower one",
    highest_std="Highest result without a sign, in the standard unit of the test",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
