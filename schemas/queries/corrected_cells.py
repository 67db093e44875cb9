"""One row per raw cell in which a value that a person gave stands tonight, in the place of what was sent."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "row_key": pl.String,
    "field": pl.String,
    "new_value": pl.String,
    "query_no": pl.String,
    "made_by": pl.String,
    "day": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    table="Table of the row",
    row_key="Row whose cell it is",
    field="Raw column that is corrected",
    new_value="The value given",
    query_no="Number of the query, such as Q-000317; never given twice",
    made_by="Who gave it",
    day="When it was given",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
