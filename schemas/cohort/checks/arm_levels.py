"""One row per patient with an index date and variable for whose level an arm asks: whether the level is known."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "arm": pl.String,
    "variable": pl.String,
    "is_known": pl.Boolean,
    "decides": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    arm="The arm that asks for it, the one that it alone keeps from the patient before others",
    variable="Variable at baseline for whose level the arm asks",
    is_known="Whether the level of the variable is known",
    decides="Whether no arm takes the patient, and every other condition of this arm holds or cannot be said",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
