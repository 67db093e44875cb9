"""One row per laboratory test that CTCAE grades by a limit of normal: how many results after the index day lack it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "test": pl.String,
    "result_count": pl.Int64,
    "without_limit_count": pl.Int64,
    "without_limit_pct": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    result_count="Results of the test after the index day",
    without_limit_count="Results without the limit of normal that their grade needs",
    without_limit_pct="The same, % of the results",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
