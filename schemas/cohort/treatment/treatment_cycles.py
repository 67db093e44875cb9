"""One row per patient and cycle of an index treatment: its regimen and days, the interval since the one before, and what it lacks."""

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
    "days_in_words": pl.String,
    "cycle_no": pl.Int64,
    "session_days": pl.Int64,
    "interval_days": pl.Int64,
    "least_interval_days": pl.Int64,
    "most_interval_days": pl.Int64,
    "late_after_days": pl.Int64,
    "recorded_bsa_m2": pl.Float64,
    "computed_bsa_m2": pl.Float64,
    "bsa_m2": pl.Float64,
    "weight_kg": pl.Float64,
    "is_of_plan": pl.Boolean,
    "has_daily_labs": pl.Boolean,
    "has_reduction_reason": pl.Boolean,
    "is_whole": pl.Boolean,
    "is_short": pl.Boolean,
    "is_late": pl.Boolean,
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
    days_in_words="Each drug given or planned with its days of the cycle",
    session_days="Calendar days from the first to the last dose of the cycle",
    interval_days="Days since day 1 of the cycle before, if that is among the accepted",
    least_interval_days="Fewest days that the plan has between two cycles",
    most_interval_days="Most days that the plan has between two cycles",
    late_after_days="Days after which the plan has a cycle late",
    weight_kg="Weight at the start of the cycle, kg",
    is_of_plan="Whether the cycle is of the regimen of the patient, and that one of the study",
    has_daily_labs="Whether the plan has laboratory tests on each day",
    has_reduction_reason="Whether a reason for a reduction is recorded in the cycle",
    is_whole="Whether no dose near the cycle is quarantined and no day number contradicts the others",
    is_short="Whether it lacks a drug of the plan, or has it on fewer days",
    is_late="Whether it began after more days than the plan allows",
    cycle_start_date="First day of the cycle",
    cycle_end_date="Last day of the cycle",
)
CODES = {"treatment": code_labels("treatments"), "regimen": REGIMENS, "plan": REGIMENS}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
