"""One row per patient whose response or vital status in the analysis might be another if no row were quarantined, with the reason."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import WAITING_PATIENTS
from schemas.staging_schema import schema_of

ROLE = WAITING_PATIENTS
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "reason": pl.String,
    "is_in_cohort": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    reason="Which row is quarantined, or why the patient is out of the cohort for it",
    is_in_cohort=(
        "True: in the cohort, with a quarantined read or lesion or an undated read; false: waiting outside it because of a quarantined row"
    ),
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
