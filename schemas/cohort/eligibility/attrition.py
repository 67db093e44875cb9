"""One row per criterion of eligibility in force, in order: patients before it, excluded by it, remaining."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import COHORT_FLOW
from schemas.staging_schema import schema_of

ROLE = COHORT_FLOW
TYPES = {
    "row_key": pl.String,
    "criterion": pl.String,
    "description": pl.String,
    "reason": pl.String,
    "step": pl.Int64,
    "before_count": pl.Int64,
    "excluded_count": pl.Int64,
    "remaining_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    criterion="Criterion of eligibility",
    description="What is met, in print",
    reason="Why those excluded are",
    step="Place of the criterion",
    before_count="Patients before it",
    excluded_count="Patients excluded by it",
    remaining_count="Patients that remain",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
