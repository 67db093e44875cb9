"""One row per query of the log: where it stands before tonight, since when, and what was answered last."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "query_no": pl.String,
    "identity": pl.String,
    "rule": pl.String,
    "layer": pl.String,
    "table": pl.String,
    "patient": pl.String,
    "entity": pl.String,
    "columns": pl.String,
    "state": pl.String,
    "fingerprint": pl.String,
    "until_day": pl.Date,
    "answer": pl.String,
    "why": pl.String,
    "first_day": pl.Date,
    "open_since": pl.Date,
    "moved_on": pl.Date,
    "reopened_count": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    query_no="Number of the query, such as Q-000317; never given twice",
    identity="Digest of rule, patient, entity and columns",
    rule="Number of the rule",
    layer="Layer of the table",
    table="Table that the rule guards",
    patient='Pseudonym of the patient; "" for what is of nobody',
    entity="What it is about, in the values that name it",
    columns="Columns that the rule reads, with commas",
    state="State of the query",
    fingerprint="Digest of the offending values and of the rule",
    until_day="Last day on which an acceptance holds; NULL: as long as the value stays",
    answer="What a person answered",
    why="Why it moved last",
    first_day="As-of date of the run that found it first",
    open_since="As-of date since which it is open",
    moved_on="As-of date of its last move",
    reopened_count="How often it was opened again",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
