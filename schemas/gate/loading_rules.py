"""One row per rule that is held line by line while the files are loaded, in its words."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "rule": pl.String,
    "level": pl.String,
    "name": pl.String,
    "action": pl.String,
}
MEANING = meanings_of(
    TYPES,
    rule="Number of the rule",
    level="reject, flag or stop",
    name="Name of the rule",
    action="What to do about it",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
