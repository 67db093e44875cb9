"""One row per table whose freshness counts: the latest day that an accepted row tells of."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "newest_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    row_key="Accepted table",
    newest_date="Latest day that a row of the table tells of",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
