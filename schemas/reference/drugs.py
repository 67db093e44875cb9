"""One row per drug: what it is called, and whether it acts against the tumour."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "drug": pl.String,
    "label": pl.String,
    "kind": pl.String,
    "harms_kidneys": pl.Boolean,
    "words": pl.List(pl.String),
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    drug="Drug",
    label="Its name in print",
    kind="anticancer or supportive",
    harms_kidneys="Whether it is not given with a raised creatinine",
    words="What means it in an extract: other names, brand names, ATC codes",
    citation="Source of the row",
)
CODES = {"kind": {"anticancer": "Anticancer drug", "supportive": "Supportive drug"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
