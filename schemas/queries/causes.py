"""One row per query that hangs on another one, with it: what one wrong cell makes is one question, and the others are its consequences."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "identity": pl.String,
    "cause": pl.String,
}
MEANING = meanings_of(
    TYPES,
    identity="Digest of rule, patient, entity and columns",
    cause="Identity of the query on which it hangs",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
