"""One row per CTCAE term under which adverse events are printed, with the laboratory test that it names."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "term": pl.String,
    "lab_test": pl.String,
    "words": pl.List(pl.String),
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    term="CTCAE term",
    lab_test="Laboratory test whose results the term grades; NULL where there is none",
    words="What means it in an extract; the term itself does, too",
    citation="Source of the row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
