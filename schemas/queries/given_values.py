"""One row per value that a person gave in the place of a cell, if nothing else was answered since: which cell it is."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "query_no": pl.String,
    "table": pl.String,
    "patient": pl.String,
    "field": pl.String,
    "old_digest": pl.String,
    "row_digest": pl.String,
    "new_value": pl.String,
    "made_by": pl.String,
    "day": pl.Date,
    "fills_blanked": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    query_no="Number of the query, such as Q-000317; never given twice",
    table="Table that the rule guards",
    patient='Pseudonym of the patient; "" for what is of nobody',
    field="Column as sent in which the cell stands",
    old_digest="Digest of the text that the cell had when the value was given",
    row_digest="Digest of the cells that say what the row is about",
    new_value="The value given",
    made_by="Who made the move: the run, or a person",
    day="As-of date of the run that made the move, or of the last run before a person did",
    fills_blanked="The query is about a cell that was blanked while the drop was loaded, because it told who the patient is",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
