"""One row per patient with an anticancer treatment: the first of them, beside the day of the diagnosis."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "has_exam_before_diagnosis": pl.Boolean,
    "hcc_dx_from": pl.Date,
    "first_treatment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    has_exam_before_diagnosis="Whether a response exam lies before the diagnosis",
    hcc_dx_from="Day on which HCC was diagnosed, or the first day of the month or year that is known",
    first_treatment_date="Day of the first anticancer treatment of any kind",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
