"""One row per patient in an arm of the study: whether a treatment came before that the arm excludes, or none that it asks for."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "arm": pl.String,
    "has_excluded_before": pl.Boolean,
    "lacks_needed_before": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    has_excluded_before="Whether a treatment that the arm excludes was given before the index date",
    lacks_needed_before="Whether a treatment that the arm asks for was not given before the index date",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
