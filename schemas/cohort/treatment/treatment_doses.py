"""One row per accepted dose of a drug of an index treatment: its cycle, its day of the cycle, and the body on that day."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "treatment": pl.String,
    "drug": pl.String,
    "cycle_no": pl.Int64,
    "cycle_day": pl.Int64,
    "treatment_day": pl.Int64,
    "dose_mg": pl.Float64,
    "recorded_bsa_m2": pl.Float64,
    "computed_bsa_m2": pl.Float64,
    "weight_kg": pl.Float64,
    "has_reduction_reason": pl.Boolean,
    "day_1_by_number": pl.Date,
    "administration_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    row_key="Row of accepted.drug_administrations",
    treatment="Index treatment",
    drug="Drug",
    cycle_no="Number of the cycle, from 1: as sent, or counted by dates",
    cycle_day="Day of the cycle, counted from its first dose",
    treatment_day="The how-manieth day with any dose of the cycle it is",
    dose_mg="Dose given on this day, mg",
    recorded_bsa_m2="Body surface area as recorded with the order, m2",
    has_reduction_reason="Whether a reason for a reduction is recorded",
    day_1_by_number="First day of the cycle by the day number of the row",
    administration_date="Day on which the drug was given",
)
CODES = {"treatment": code_labels("treatments"), "drug": code_labels("drugs")}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
