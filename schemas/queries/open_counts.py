"""One row per way of counting (days open, rule, source, queries of one patient) and group: the questions that are open after tonight."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "way": pl.String,
    "place": pl.Int64,
    "group_name": pl.String,
    "open_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    way="By what is counted: days open, rule, source, patients",
    place="Place of the group among those of this way",
    group_name="The group",
    open_count="Open questions of the group; of patients, how many patients",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
