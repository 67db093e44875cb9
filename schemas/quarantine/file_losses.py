"""One row per staged table and file of the last release: how many of its rows are not sent any more."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "table_name": pl.String,
    "last_row_count": pl.Int64,
    "lost_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    row_key="Table and file, as it is called outside the restricted zone",
    table_name="Staged table",
    last_row_count="Rows of the file that the last release read, without copies",
    lost_count="Rows of the file that are not sent any more",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
