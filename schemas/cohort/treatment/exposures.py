"""One row per patient and index treatment given in cycles: how many, and how many of them reduced, short or late."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.role import EXPOSURES
from schemas.staging_schema import schema_of

ROLE = EXPOSURES
REGIMENS = code_labels("regimens") | {"OTHER": "Another"}
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "last_cycle_row_key": pl.String,
    "arm": pl.String,
    "treatment": pl.String,
    "plan": pl.String,
    "cycle_count": pl.Int64,
    "most_cycles": pl.Int64,
    "reduced_cycle_count": pl.Int64,
    "short_cycle_count": pl.Int64,
    "late_cycle_count": pl.Int64,
    "first_cycle_date": pl.Date,
    "last_cycle_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    last_cycle_row_key="Row of accepted.drug_administrations that begins the last cycle",
    treatment="Index treatment",
    plan="Regimen of the patient",
    cycle_count="Cycles",
    most_cycles="Cycles that are usual at most for the regimen",
    reduced_cycle_count="Cycles with a reason for a reduction, a hold or an early end",
    short_cycle_count="Cycles that lack a drug of the plan, or have it on fewer days",
    late_cycle_count="Cycles that began later than the plan allows",
    first_cycle_date="First day of the first cycle",
    last_cycle_date="First day of the last cycle",
)
CODES = {"treatment": code_labels("treatments"), "plan": REGIMENS}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
