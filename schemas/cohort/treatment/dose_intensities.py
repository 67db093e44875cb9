"""One row per patient and drug of the regimen that he was given: how much of the planned dose he had."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.role import DOSE_INTENSITIES
from schemas.staging_schema import schema_of

ROLE = DOSE_INTENSITIES
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "arm": pl.String,
    "treatment": pl.String,
    "regimen": pl.String,
    "drug": pl.String,
    "drug_no": pl.Int64,
    "measured_cycle_count": pl.Int64,
    "relative_dose_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    treatment="Index treatment",
    regimen="Regimen of the patient",
    drug="Drug of the regimen",
    drug_no="Place of the drug: by regimen and first day",
    measured_cycle_count="Cycles that the relative dose is the mean of",
    relative_dose_pct="Given of the amount planned, mean over the cycles, %",
)
CODES = {"treatment": code_labels("treatments"), "regimen": code_labels("regimens"), "drug": code_labels("drugs")}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
