"""One row per patient with atezolizumab before the index day."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "last_infusion_row_key": pl.String,
    "evidence_exam_id": pl.String,
    "evidence_row_key": pl.String,
    "infusion_days": pl.Int64,
    "assessed_exam_count": pl.Int64,
    "gap_days": pl.Int64,
    "evidence_age_days": pl.Int64,
    "has_progression_evidence": pl.Boolean,
    "first_infusion_date": pl.Date,
    "last_infusion_date": pl.Date,
    "first_progression_date": pl.Date,
    "evidence_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    last_infusion_row_key="Row of the last infusion",
    evidence_exam_id="Exam whose adjudicated PD ended the course",
    evidence_row_key="Read that gives the PD",
    assessed_exam_count="Exams of the course with an adjudicated, evaluable response after the first infusion",
    infusion_days="Days with an infusion of ate-beva before the index date",
    gap_days="Days from the last infusion to the index date",
    evidence_age_days="Days from the PD exam to the index date",
    has_progression_evidence="Whether an adjudicated PD, not too old, ended the course",
    first_infusion_date="Day of the first atezolizumab",
    last_infusion_date="Day of the last atezolizumab or bevacizumab before the index date",
    first_progression_date="Exam date of the first adjudicated PD of the course",
    evidence_date="Exam date of the last adjudicated PD on or before the index date",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
