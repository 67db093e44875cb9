"""One row per variable of the tables, arm and category, Missing included: how many patients of the arm have it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "variable": pl.String,
    "arm": pl.String,
    "category": pl.String,
    "patient_count": pl.Int64,
    "arm_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    variable="Column of cohort.patients",
    arm="Treatment arm; all is the whole cohort",
    category="What the patients have; known or Missing for what is measured",
    patient_count="Patients of the arm in the category",
    arm_count="Patients of the arm",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
