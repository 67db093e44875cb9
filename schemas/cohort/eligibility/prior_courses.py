"""One row per patient and treatment before the index day whose end an arm asks about."""

import polars as pl

from schemas.code_book import code_labels
from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "treatment": pl.String,
    "last_table": pl.String,
    "last_row_key": pl.String,
    "evidence_exam_id": pl.String,
    "evidence_row_key": pl.String,
    "treatment_days": pl.Int64,
    "assessed_exam_count": pl.Int64,
    "gap_days": pl.Int64,
    "evidence_age_days": pl.Int64,
    "has_progression_evidence": pl.Boolean,
    "first_treatment_date": pl.Date,
    "last_treatment_date": pl.Date,
    "first_progression_date": pl.Date,
    "evidence_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    treatment="Treatment of sql/reference/treatments.csv",
    last_table="Accepted table of the row of the last day",
    last_row_key="Row of the last day",
    evidence_exam_id="Exam whose adjudicated PD ended the course",
    evidence_row_key="Read that gives the PD",
    assessed_exam_count="Exams of the course with an adjudicated, evaluable response after the first day",
    treatment_days="Days with the treatment before the index date",
    gap_days="Days from the last day to the index date",
    evidence_age_days="Days from the PD exam to the index date",
    has_progression_evidence="Whether an adjudicated PD, not older than the arm allows, ended the course",
    first_treatment_date="Day of the first drug without which there is no such treatment",
    last_treatment_date="Last day with the treatment before the index date",
    first_progression_date="Exam date of the first adjudicated PD of the course",
    evidence_date="Exam date of the last adjudicated PD on or before the index date",
)
CODES = {"treatment": code_labels("treatments")}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
