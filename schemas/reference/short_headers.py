"""One row per table, column and short header under which a draft of settings looks for the column; a run knows it by the settings only."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "column": pl.String,
    "header": pl.String,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    table="Table of the column",
    column="Column that the header may stand for",
    header="Header as clinics write it",
    citation="Source of the row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
