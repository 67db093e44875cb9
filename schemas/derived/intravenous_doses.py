"""One row per dose of an ate-beva drug that stands once on its day, beside the weight known nearest to the day."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "drug": pl.String,
    "dose_mg": pl.Float64,
    "weight_kg": pl.Float64,
    "weight_age_days": pl.Int64,
    "mg_per_kg": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    drug="Drug given",
    dose_mg="Dose given on this day, mg",
    weight_age_days="Days between the weight and the dose, before or after it",
    mg_per_kg="Dose per weight, mg/kg, to nine decimals",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
