"""One row per patient with an index date, arm and condition of its entry: whether it holds, and the row that is the evidence."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.reference.study_arm_conditions import CODES as CONDITION_CODES
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "arm": pl.String,
    "condition": pl.String,
    "evidence_table": pl.String,
    "evidence_row_key": pl.String,
    "condition_no": pl.Int64,
    "is_met": pl.Boolean,
    "evidence_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    arm="Arm of the study",
    condition="none_before, any_before, last_before, progression_on or level",
    condition_no="Place of the condition within the arm",
    is_met="Whether the condition holds",
    evidence_table="Accepted table whose row is the evidence",
)
CODES = {"condition": CONDITION_CODES["condition"]}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
