"""One row per patient and day with a drug: height and weight as last known on or before it, and the body surface area from them."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "weight_row_key": pl.String,
    "weight_age_days": pl.Int64,
    "height_cm": pl.Float64,
    "weight_kg": pl.Float64,
    "computed_bsa_m2": pl.Float64,
    "administration_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    weight_row_key="Row of accepted.assessments with the weight",
    weight_age_days="Days between the weight and the infusion",
    administration_date="Day with a drug",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
