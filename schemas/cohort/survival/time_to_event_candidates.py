"""One row per cohort patient, parameter and possible event, censoring or end: what time_to_event chooses from."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "parameter": pl.String,
    "kind": pl.String,
    "description": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "start_name": pl.String,
    "own_event_description": pl.String,
    "list_no": pl.Int64,
    "own_censoring_code": pl.Int64,
    "start_date": pl.Date,
    "candidate_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    kind="event, censoring or end (of observation)",
    start_name="Date of the patient at which the endpoint starts",
    start_date="The day of it",
    own_event_description="Description of a patient censored here, before that of an end; NULL: none of its own",
    own_censoring_code="Code of a patient censored here, before that of an end; NULL: none of its own",
    candidate_date="Day of the event, censoring or end",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
