"""One row per patient, result and row of the extracts on which the result stands; the primary endpoint has place 1."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "place": pl.Int64,
    "result": pl.String,
    "patient": pl.String,
    "table": pl.String,
    "row_key": pl.String,
}
MEANING = meanings_of(
    TYPES,
    place="Place of the result among those of the study; the primary endpoint has 1",
    result="Endpoint, or the response",
    patient='Pseudonym of the patient; "" for what is of nobody',
    table="Accepted table of the row",
    row_key="Row on which the result stands",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
