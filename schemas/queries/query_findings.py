"""One row per finding that belongs to a query: the number of the query, and where it stands after tonight."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "layer": pl.String,
    "table": pl.String,
    "rule": pl.String,
    "columns": pl.String,
    "row_key": pl.String,
    "patient": pl.String,
    "query_no": pl.String,
    "state": pl.String,
    "answer": pl.String,
}
MEANING = meanings_of(
    TYPES,
    layer="Layer of the table",
    table="Table that the rule guards",
    rule="Number of the rule",
    columns="Columns that the rule reads, with commas",
    row_key="Row with the finding",
    patient='Pseudonym of the patient; "" for what is of nobody',
    query_no="Number of the query, such as Q-000317; never given twice",
    state="State of the query",
    answer="What a person answered",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
