"""One row per date that a patient may have, and that an endpoint may start, end or be censored at."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient_date": pl.String,
    "description": pl.String,
    "meaning": pl.String,
    "may_precede_index": pl.Boolean,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    patient_date="Name of the date",
    description="What happened on it, as a time to an event says it",
    meaning="Which day it is",
    may_precede_index="Whether it may lie before the index date, so that no endpoint can start at it without delayed entry",
    citation="Source of the row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
