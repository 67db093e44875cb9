"""One row per patient and cycle of an index treatment: the regimen of its drugs, and that of the patient, which is the plan."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

REGIMENS = code_labels("regimens") | {"OTHER": "Another"}
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_row_key": pl.String,
    "treatment": pl.String,
    "regimen": pl.String,
    "plan": pl.String,
    "drugs": pl.String,
    "cycle_no": pl.Int64,
    "recorded_bsa_m2": pl.Float64,
    "computed_bsa_m2": pl.Float64,
    "bsa_m2": pl.Float64,
    "weight_kg": pl.Float64,
    "first_weight_kg": pl.Float64,
    "has_reduction_reason": pl.Boolean,
    "has_day_contradiction": pl.Boolean,
    "is_whole": pl.Boolean,
    "cycle_start_date": pl.Date,
    "cycle_end_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    source_row_key="Row of accepted.drug_administrations that begins the cycle",
    treatment="Index treatment",
    regimen="Regimen of the cycle by its drugs; OTHER where it is none of the list",
    plan="Regimen of the patient: that of the first cycle that is of any; NULL where none is",
    drugs="Drugs given in the cycle",
    cycle_no="Number of the cycle, from 1",
    recorded_bsa_m2="Body surface area as recorded with the order, m2",
    bsa_m2="Body surface area used: recorded, else computed, m2",
    weight_kg="Weight at the start of the cycle, kg",
    first_weight_kg="Weight at the start of the treatment, kg",
    has_reduction_reason="Whether a reason for a reduction is recorded in the cycle",
    has_day_contradiction="Whether the day numbers of its rows say different first days",
    is_whole="Whether no dose near the cycle is quarantined and no day number contradicts the others",
    cycle_start_date="First day of the cycle",
    cycle_end_date="Last day of the cycle",
)
CODES = {"treatment": code_labels("treatments"), "regimen": REGIMENS, "plan": REGIMENS}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
