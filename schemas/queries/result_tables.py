"""One row per result and table of the cohort from which it is made, but for who is in the cohort; the primary endpoint has place 1."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "place": pl.Int64,
    "result": pl.String,
    "table": pl.String,
}
MEANING = meanings_of(
    TYPES,
    place="Place of the result among those of the study; the primary endpoint has 1",
    result="Endpoint, or the response",
    table="Table of the cohort from which it is made",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
