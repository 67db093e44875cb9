"""One row per patient and day of a drug administration: the height and the weight against which its doses are held."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient_id": pl.String,
    "height_cm": pl.Float64,
    "weight_kg": pl.Float64,
    "weight_age_days": pl.Int64,
    "administration_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    weight_age_days="Days between the weight and the dose, before or after it",
    administration_date="Day of the doses",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
