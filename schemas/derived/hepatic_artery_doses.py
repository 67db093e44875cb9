"""One row per dose into the hepatic artery that can be held against the body, beside the recorded and the computed body surface."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "drug": pl.String,
    "dose_mg": pl.Float64,
    "recorded_m2": pl.Float64,
    "computed_m2": pl.Float64,
    "has_reason": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    drug="Drug given",
    dose_mg="Dose given on this day, mg",
    recorded_m2="Body surface area as recorded when the dose was ordered, m2; NULL where it cannot be",
    computed_m2="Body surface area from height and weight, m2",
    has_reason="Whether a reason for a reduction is recorded with any row of the cycle",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
