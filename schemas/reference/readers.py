"""One row per reader of the roster, with the role: reader or adjudicator."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "reader_id": pl.String,
    "role": pl.String,
}
MEANING = meanings_of(
    TYPES,
    role="reader or adjudicator",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
