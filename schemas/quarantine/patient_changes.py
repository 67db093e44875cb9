"""One row per patient who is sent or was accepted in the last release: whether alive and when last seen, now and then."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "patients_alike": pl.String,
    "is_sent": pl.Boolean,
    "was_accepted": pl.Boolean,
    "has_quarantined_contact": pl.Boolean,
    "was_dead": pl.Boolean,
    "is_dead": pl.Boolean,
    "earlier_last_contact_date": pl.Date,
    "last_contact_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    row_key="Pseudonym of the patient",
    patients_alike="Of one who is not sent any more: who is sent with the same sex, year of birth and day of diagnosis",
    is_sent="Whether the patients extract has the patient",
    was_accepted="Whether the last release had the patient",
    has_quarantined_contact="Whether a contact of the patient is quarantined",
    was_dead="Whether the last release knew of a death",
    is_dead="Whether a death is known",
    earlier_last_contact_date="Last contact in the last release",
    last_contact_date="Last contact",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
