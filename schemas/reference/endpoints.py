"""One row per endpoint and date at which it starts, ends with the event, is censored, or ceases to be observed."""

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
    "is_wide": pl.Boolean,
    "by_default": pl.Boolean,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    endpoint="Endpoint",
    label="Its name in print",
    short="Its abbreviation in print",
    kind="start, event, censoring or end (of observation)",
    list_no="Of equal dates, events take the first of their list and censorings the last",
    patient_date="Date of the patient, of sql/reference/patient_dates.csv",
    when="The setting and its value under which the row holds; blank: always",
    is_wide="Whether the endpoint has columns of its own in cohort.patients",
    by_default="Whether a study that names no endpoints has it",
    citation="Source of the row",
)
CODES = {"kind": {"start": "Start", "event": "Event", "censoring": "Censoring", "end": "End of observation"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
