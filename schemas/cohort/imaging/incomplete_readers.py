"""One row per patient, course and reader of whom a lesion row is quarantined: from when on the reader's sums may lack a lesion."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "reader_id": pl.String,
    "incomplete_from": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    incomplete_from="Day of the first exam of which a lesion row of the reader is quarantined; 1900-01-01 where no day is known",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
