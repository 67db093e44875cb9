"""One row per value that a person gave and raw cell that it may be about, as the cell was sent tonight."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "query_no": pl.String,
    "field": pl.String,
    "row_key": pl.String,
    "cell": pl.String,
    "cell_digest": pl.String,
}
MEANING = meanings_of(
    TYPES,
    query_no="Number of the query, such as Q-000317; never given twice",
    field="Raw column that is corrected",
    row_key="Row with the finding",
    cell="The cell as sent tonight",
    cell_digest="Digest of the cell as sent tonight",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
