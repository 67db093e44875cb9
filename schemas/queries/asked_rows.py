"""One row per staged row that a query is about, with the numbers of its queries: where a query hurts."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "row_key": pl.String,
    "query_nos": pl.String,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    row_key="Name of the row, made of its content",
    query_nos="Numbers of its queries, with blanks",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
