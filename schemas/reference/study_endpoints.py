"""One row per endpoint that the study asks for, or that cohort.patients has columns of, and date in its lists."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "endpoint": pl.String,
    "label": pl.String,
    "short": pl.String,
    "kind": pl.String,
    "list_no": pl.Int64,
    "patient_date": pl.String,
    "when": pl.String,
    "study_no": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    endpoint="Endpoint",
    label="Its name in print",
    short="Its abbreviation in print",
    kind="start, event, censoring or end (of observation)",
    list_no="Of equal dates, events take the first of their list and censorings the last",
    patient_date="Date of the patient, of sql/reference/patient_dates.csv",
    when="The setting and its value under which the row holds; NULL: always",
    study_no="Place among the endpoints of the study, the primary one first; NULL: not one of them",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
