"""One row per row with a finding and the columns of the finding: the cells as sent, or the values compared, as one text."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "layer": pl.String,
    "table": pl.String,
    "row_key": pl.String,
    "columns": pl.List(pl.String),
    "raw": pl.String,
}
MEANING = meanings_of(
    TYPES,
    layer="Layer of the table",
    table="Table that the rule guards",
    columns="Columns that the finding is about",
    raw="The cells as sent, or the values compared",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
