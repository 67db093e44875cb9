"""One row per accepted patient: whether the patient is in the cohort, and if not, the first criterion that is not met and the reason."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import ELIGIBILITY
from schemas.staging_schema import schema_of

ROLE = ELIGIBILITY
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "sex": pl.String,
    "arm": pl.String,
    "failed_criterion": pl.String,
    "exclusion_reason": pl.String,
    "age_years": pl.Int64,
    "is_eligible": pl.Boolean,
    "index_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    failed_criterion="First criterion that is not met; NULL for the cohort",
    exclusion_reason="Why it is not met, as a sentence; NULL for the cohort",
    is_eligible="In the cohort: the patient passes all criteria",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
