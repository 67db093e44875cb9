"""One row per regimen and drug (and body weight from which on it has another dose): its days, its dose, and when the next cycle is due."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "regimen": pl.String,
    "label": pl.String,
    "treatment": pl.String,
    "drug": pl.String,
    "is_needed": pl.Boolean,
    "from_weight_kg": pl.Float64,
    "first_day": pl.Int64,
    "days": pl.Int64,
    "last_cycle_no": pl.Int64,
    "dose": pl.Float64,
    "dose_unit": pl.String,
    "may_be_reduced": pl.Boolean,
    "least_interval_days": pl.Int64,
    "cycle_days": pl.Int64,
    "most_interval_days": pl.Int64,
    "late_after_days": pl.Int64,
    "most_cycles": pl.Int64,
    "has_daily_labs": pl.Boolean,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    regimen="Regimen",
    label="Its name in print",
    treatment="Treatment that it is a way of giving",
    drug="Drug",
    is_needed="Whether a cycle without the drug is no cycle of this regimen",
    from_weight_kg="Body weight from which on this dose holds; NULL for any",
    first_day="Day of the cycle on which the drug is first given",
    days="Days of a cycle on which it is given; NULL for every day",
    last_cycle_no="Number of the last cycle in which it is given; NULL for every cycle",
    dose="Dose of a day, in dose_unit",
    dose_unit="mg/m2 of body surface, mg/kg of body weight, or mg",
    may_be_reduced="Whether the dose may be lowered for toxicity",
    least_interval_days="Fewest days from the first day of a cycle to that of the next",
    cycle_days="Planned days from one to the next; NULL for a drug that has no cycles",
    most_interval_days="Most days from one to the next",
    late_after_days="A cycle is late that begins more than so many days after the one before",
    most_cycles="Most cycles that are usual; NULL where there is no usual number",
    has_daily_labs="Whether each day of a cycle has laboratory tests",
    citation="Source of the row",
)
CODES = {"dose_unit": {"mg/m2": "mg/m2", "mg/kg": "mg/kg", "mg": "mg"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
