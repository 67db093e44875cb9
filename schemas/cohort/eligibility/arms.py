"""One row per patient with an index date: the arm, and the row that is the evidence for it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "patient_row_key": pl.String,
    "arm": pl.String,
    "recorded_arm": pl.String,
    "expected_group": pl.String,
    "reason": pl.String,
    "evidence_table": pl.String,
    "evidence_row_key": pl.String,
    "has_arm": pl.Boolean,
    "index_date": pl.Date,
    "evidence_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    patient_row_key="Row of accepted.patients",
    recorded_arm="Group of the hospital's study sheet; NULL where none is sent, or the study does not say which arm has which",
    expected_group="Group under which a study sheet has the patients of this arm; NULL where none is expected",
    reason="Why the patient is in no arm of the study; NULL for those who are",
    evidence_table="Accepted table whose row is the evidence; NULL where the arm asks for nothing that can be shown",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
