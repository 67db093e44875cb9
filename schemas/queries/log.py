"""One row per move of a query, the oldest first: what a run found, or what a person said. Nothing is ever taken away from it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "move_no": pl.Int64,
    "query_no": pl.String,
    "identity": pl.String,
    "day": pl.Date,
    "made_by": pl.String,
    "state_from": pl.String,
    "state_to": pl.String,
    "why": pl.String,
    "rule": pl.String,
    "layer": pl.String,
    "table": pl.String,
    "patient": pl.String,
    "entity": pl.String,
    "columns": pl.String,
    "fingerprint": pl.String,
    "answer": pl.String,
    "comment": pl.String,
    "until_day": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    move_no="Number of the move; from one, without a gap",
    query_no="Number of the query, such as Q-000317; never given twice",
    identity="Digest of rule, patient, entity and columns",
    day="As-of date of the run that made the move, or of the last run before a person did",
    made_by="Who made the move: the run, or a person",
    state_from="State before; NULL for a new query",
    state_to="State after: open, answered, accepted, cancelled or closed",
    why="Why it moved",
    rule="Number of the rule",
    layer="Layer of the table",
    table="Table that the rule guards",
    patient='Pseudonym of the patient; "" for what is of nobody',
    entity="What it is about, in the values that name it",
    columns="Columns that the rule reads, with commas",
    fingerprint="Digest of the offending values and of the rule",
    answer="What a person answered",
    comment="The person's own words",
    until_day="Last day on which an acceptance holds; NULL: as long as the value stays",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
