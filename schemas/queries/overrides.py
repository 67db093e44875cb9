"""One row per value that a person gave in the place of a cell: whether it holds tonight."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "query_no": pl.String,
    "table": pl.String,
    "patient": pl.String,
    "field": pl.String,
    "new_value": pl.String,
    "made_by": pl.String,
    "day": pl.Date,
    "outcome": pl.String,
    "sent_digest": pl.String,
}
MEANING = meanings_of(
    TYPES,
    query_no="Number of the query, such as Q-000317; never given twice",
    table="Table that the rule guards",
    patient='Pseudonym of the patient; "" for what is of nobody',
    field="Column as sent in which the cell stands",
    new_value="The value given",
    made_by="Who made the move: the run, or a person",
    day="As-of date of the run that made the move, or of the last run before a person did",
    outcome="in force, sent so by now, another value is sent, or the row is no longer sent",
    sent_digest="Digest of a cell as sent tonight",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
