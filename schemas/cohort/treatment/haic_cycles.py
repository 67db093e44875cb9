"""One row per patient and HAIC cycle."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_row_key": pl.String,
    "regimen": pl.String,
    "drugs": pl.String,
    "fluorouracil_on_days": pl.String,
    "cisplatin_on_days": pl.String,
    "cycle_no": pl.Int64,
    "session_days": pl.Int64,
    "interval_days": pl.Int64,
    "fluorouracil_days": pl.Int64,
    "cisplatin_days": pl.Int64,
    "first_fluorouracil_day": pl.Int64,
    "fluorouracil_span_days": pl.Int64,
    "cisplatin_treatment_day": pl.Int64,
    "fluorouracil_mg": pl.Float64,
    "cisplatin_mg": pl.Float64,
    "recorded_bsa_m2": pl.Float64,
    "computed_bsa_m2": pl.Float64,
    "bsa_m2": pl.Float64,
    "fluorouracil_mg_per_m2": pl.Float64,
    "cisplatin_mg_per_m2": pl.Float64,
    "has_reduction_reason": pl.Boolean,
    "is_whole": pl.Boolean,
    "cycle_start_date": pl.Date,
    "cycle_end_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    regimen="FP (fluorouracil, cisplatin), FOLFOX (with oxaliplatin) or OTHER",
    fluorouracil_on_days="Days of the cycle with fluorouracil, counted from its first infusion",
    cisplatin_on_days="Days of the cycle with cisplatin, counted from its first infusion",
    first_fluorouracil_day="Day of the cycle with the first fluorouracil",
    fluorouracil_span_days="Calendar days from the first to the last fluorouracil",
    cisplatin_treatment_day="Of the days with any infusion the how-manieth had cisplatin first",
    is_whole="Whether no infusion near the cycle is quarantined and no day number contradicts the others",
    drugs="Drugs given into the hepatic artery in the cycle",
    cycle_no="Number of the cycle, from 1",
    session_days="Calendar days from the first to the last infusion of the cycle",
    interval_days="Days since day 1 of the cycle before, if that is among the accepted",
    fluorouracil_days="Days with fluorouracil",
    cisplatin_days="Days with cisplatin",
    fluorouracil_mg="Fluorouracil of the cycle, mg",
    cisplatin_mg="Cisplatin of the cycle, mg",
    recorded_bsa_m2="Body surface area as recorded with the order, m2",
    bsa_m2="Body surface area used: recorded, else computed, m2",
    fluorouracil_mg_per_m2="Fluorouracil of the cycle, mg/m2",
    cisplatin_mg_per_m2="Cisplatin of the cycle, mg/m2",
    has_reduction_reason="Whether a reason for a reduction is recorded in the cycle",
    cycle_start_date="First day of the cycle",
    cycle_end_date="Last day of the cycle",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
