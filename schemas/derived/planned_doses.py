"""One row per dose of a drug of a regimen in force, beside what the regimen plans and the body that it is held against."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "regimen": pl.String,
    "drug": pl.String,
    "dose_unit": pl.String,
    "planned_days": pl.Int64,
    "dose_mg": pl.Float64,
    "planned_dose": pl.Float64,
    "recorded_m2": pl.Float64,
    "computed_m2": pl.Float64,
    "weight_kg": pl.Float64,
    "weight_age_days": pl.Int64,
    "may_be_reduced": pl.Boolean,
    "has_reason": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    regimen="Regimen of the patient, by the drugs given",
    drug="Drug given",
    dose_unit="Unit of the planned dose: mg/m2, mg/kg or mg",
    planned_days="Days of a cycle on which the drug is planned; NULL for every day",
    dose_mg="Dose given on this day, mg",
    planned_dose="Planned dose of a day, in dose_unit",
    recorded_m2="Body surface area as recorded when the dose was ordered, m2; NULL where it cannot be",
    computed_m2="Body surface area from height and weight, m2",
    weight_age_days="Days between the weight and the dose",
    may_be_reduced="Whether the dose may be lowered for toxicity",
    has_reason="Whether a reason for a reduction is recorded with any row of the cycle",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
