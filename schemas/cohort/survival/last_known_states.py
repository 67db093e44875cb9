"""One row per patient with follow-up: the last day known alive, and the death."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "vital_status": pl.String,
    "death_cause_group": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "contact_row_key": pl.String,
    "death_row_key": pl.String,
    "is_dead": pl.Boolean,
    "is_death_date_imputed": pl.Boolean,
    "has_later_record": pl.Boolean,
    "last_contact_date": pl.Date,
    "last_record_date": pl.Date,
    "last_known_alive_date": pl.Date,
    "death_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    contact_row_key="Row of the last contact in accepted.follow_up",
    death_row_key="Row of the death in accepted.follow_up",
    has_later_record="Whether a record is dated after the recorded last contact",
    last_contact_date="Last contact as recorded",
    last_record_date="Latest dated record of the patient, not after a death",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
