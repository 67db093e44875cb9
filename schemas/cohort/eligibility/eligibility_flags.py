"""One row per accepted patient: what decides on the cohort beside the baseline, and which of it a row in quarantine might change."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "sex": pl.String,
    "dx_code": pl.String,
    "arm": pl.String,
    "arm_reason": pl.String,
    "index_reason": pl.String,
    "has_arm": pl.Boolean,
    "has_other_regimen": pl.Boolean,
    "has_follow_up": pl.Boolean,
    "has_quarantined_index_treatment": pl.Boolean,
    "has_quarantined_history": pl.Boolean,
    "has_quarantined_contact": pl.Boolean,
    "index_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    dx_code="ICD-10 code of the diagnosis, without a point",
    arm_reason="Why the patient is in no arm of the study; NULL for those who are",
    index_reason="Why there is no index date, where a row in quarantine may be it",
    has_other_regimen="Whether the index treatment was given with another regimen than those of the study",
    has_follow_up="Vital status and last contact, and the date of a death, are known; NULL without an index date",
    has_quarantined_index_treatment="No index date, but a treatment in quarantine that may be it",
    has_quarantined_history="A treatment up to the index date, or on an unreadable day, is quarantined",
    has_quarantined_contact="A contact, or a drug after the death, is quarantined",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
