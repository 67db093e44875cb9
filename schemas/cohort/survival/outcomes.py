"""One row per cohort patient: survival, progression and response side by side."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "vital_status": pl.String,
    "death_cause_group": pl.String,
    "best_response": pl.String,
    "confirmed_best_response": pl.String,
    "assessed_exam_count": pl.Int64,
    "os_days": pl.Int64,
    "pfs_days": pl.Int64,
    "ttp_days": pl.Int64,
    "os_months": pl.Float64,
    "pfs_months": pl.Float64,
    "ttp_months": pl.Float64,
    "os_event": pl.Boolean,
    "pfs_event": pl.Boolean,
    "ttp_event": pl.Boolean,
    "is_death_date_imputed": pl.Boolean,
    "has_progressed": pl.Boolean,
    "has_response": pl.Boolean,
    "has_confirmed_response": pl.Boolean,
    "has_disease_control": pl.Boolean,
    "has_baseline_exam": pl.Boolean,
    "is_baseline_exam_in_window": pl.Boolean,
    "baseline_exam_date": pl.Date,
    "progression_date": pl.Date,
    "best_response_date": pl.Date,
    "confirmed_response_date": pl.Date,
    "last_known_alive_date": pl.Date,
    "death_date": pl.Date,
}
MEANING = meanings_of(TYPES)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
