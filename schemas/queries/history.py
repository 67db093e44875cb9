"""One row per move of a query, those of tonight behind all others."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "move_no": pl.Int64,
    "query_no": pl.String,
    "day": pl.Date,
    "made_by": pl.String,
    "state_from": pl.String,
    "state_to": pl.String,
    "why": pl.String,
    "rule": pl.String,
    "answer": pl.String,
}
MEANING = meanings_of(
    TYPES,
    move_no="Number of the move; those of tonight follow those of the log",
    query_no="Number of the query, such as Q-000317; never given twice",
    day="As-of date of the run that made the move, or of the last run before a person did",
    made_by="Who made the move: the run, or a person",
    state_from="State before; NULL for a query that is opened",
    state_to="State after",
    why="Why it moved",
    rule="Number of the rule",
    answer="What the person answered",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
