"""One row per patient and treatment cycle: the recorded body surface beside both formulas, the weight beside that of the cycles before."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_row_key": pl.String,
    "bsa_row_key": pl.String,
    "weight_row_key": pl.String,
    "cycle_no": pl.Int64,
    "weight_age_days": pl.Int64,
    "height_cm": pl.Float64,
    "weight_kg": pl.Float64,
    "weight_before_kg": pl.Float64,
    "weight_change_pct": pl.Float64,
    "weight_change_from_two_before_pct": pl.Float64,
    "recorded_bsa_m2": pl.Float64,
    "mosteller_m2": pl.Float64,
    "dubois_m2": pl.Float64,
    "bsa_difference_m2": pl.Float64,
    "cycle_start_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    bsa_row_key="Row of accepted.drug_administrations whose recorded body surface is farthest from the formulas",
    weight_row_key="Row of accepted.assessments with the weight",
    cycle_no="Number of the cycle, from 1",
    weight_age_days="Days between the weight and the first infusion of the cycle",
    weight_before_kg="Weight at the cycle before, kg",
    weight_change_pct="Change of the weight since the cycle before, %",
    weight_change_from_two_before_pct="Change of the weight since the cycle before the last, %",
    recorded_bsa_m2="Body surface area as recorded with that infusion, m2",
    mosteller_m2="Body surface area by Mosteller's formula, m2",
    dubois_m2="Body surface area by the formula of Du Bois, m2",
    bsa_difference_m2="Recorded body surface area against the nearer of the two formulas, m2",
    cycle_start_date="First day of the cycle",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
