"""One row per cohort patient and value of the baseline: its day, and that of a row in quarantine in whose place it stands."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_table": pl.String,
    "source_row_key": pl.String,
    "item": pl.String,
    "index_date": pl.Date,
    "value_date": pl.Date,
    "quarantined_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    item="Laboratory test by its code, or visit",
    value_date="Day of the value that counts",
    quarantined_date="Day of the row in quarantine that would count otherwise; NULL where there is none",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
