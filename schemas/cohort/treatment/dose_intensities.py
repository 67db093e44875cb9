"""One row per patient with HAIC: how many cycles, how much of the planned dose, how often reduced, short or late."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import DOSE_INTENSITIES
from schemas.staging_schema import schema_of

ROLE = DOSE_INTENSITIES
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "last_cycle_row_key": pl.String,
    "arm": pl.String,
    "cycle_count": pl.Int64,
    "measured_cycle_count": pl.Int64,
    "reduced_cycle_count": pl.Int64,
    "short_cycle_count": pl.Int64,
    "late_cycle_count": pl.Int64,
    "fluorouracil_pct": pl.Float64,
    "cisplatin_pct": pl.Float64,
    "first_cycle_date": pl.Date,
    "last_cycle_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    last_cycle_row_key="Row of accepted.drug_administrations that begins the last cycle",
    cycle_count="HAIC cycles",
    measured_cycle_count="Cycles of fluorouracil and cisplatin that the relative dose is the mean of",
    reduced_cycle_count="Cycles with a reason for a reduction, a hold or an early end",
    short_cycle_count="Cycles without fluorouracil on three days or without cisplatin",
    late_cycle_count="Cycles that began more than 42 days after the one before",
    fluorouracil_pct="Fluorouracil given per m2 against the plan, mean over the cycles, %",
    cisplatin_pct="Cisplatin given per m2 against the plan, mean over the cycles, %",
    first_cycle_date="First day of the first cycle",
    last_cycle_date="First day of the last cycle",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
