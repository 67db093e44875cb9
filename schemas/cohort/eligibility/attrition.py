"""One row per eligibility step: patients before it, excluded by it, remaining."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import COHORT_FLOW
from schemas.staging_schema import schema_of

ROLE = COHORT_FLOW
TYPES = {
    "row_key": pl.String,
    "criterion": pl.String,
    "description": pl.String,
    "step": pl.Int64,
    "before_count": pl.Int64,
    "excluded_count": pl.Int64,
    "remaining_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    criterion="Column of cohort.eligibility",
    description="The step in words",
    step="Place of the step",
    before_count="Patients before the step",
    excluded_count="Patients excluded by the step",
    remaining_count="Patients that remain",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
