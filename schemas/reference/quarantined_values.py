"""One row per laboratory result or clinic visit in quarantine that has a patient and a day, with the test of a result."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "table_name": pl.String,
    "item": pl.String,
    "value_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    table_name="Table of the row",
    item="Laboratory test by its code, or visit",
    value_date="Day of the sample or the visit",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
