"""One row per endpoint and date at which it starts, ends with the event, is censored, or ceases to be observed."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import ENDPOINTS
from schemas.staging_schema import schema_of

ROLE = ENDPOINTS
TYPES = {
    "row_key": pl.String,
    "endpoint": pl.String,
    "label": pl.String,
    "short": pl.String,
    "kind": pl.String,
    "patient_date": pl.String,
    "description": pl.String,
    "list_no": pl.Int64,
    "study_no": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    endpoint="Endpoint",
    label="Its name in print",
    short="Its abbreviation in print",
    kind="start, event, censoring or end (of observation)",
    patient_date="Date of the patient that it is",
    description="What happened on it",
    list_no="Of equal dates, events take the first of their list and censorings the last",
    study_no="Place among the endpoints of the study, the primary one first; NULL: not one of them",
)
CODES = {"kind": {"start": "Start", "event": "Event", "censoring": "Censoring", "end": "End of observation"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
