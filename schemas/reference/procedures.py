"""One row per procedure: what it is called, and whether it treats the tumour."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "procedure": pl.String,
    "label": pl.String,
    "kind": pl.String,
    "words": pl.List(pl.String),
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    procedure="Procedure",
    label="Its name in print",
    kind="treatment or access",
    words="What means it in an extract",
    citation="Source of the row",
)
CODES = {"kind": {"treatment": "Treatment", "access": "Access to the artery"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
