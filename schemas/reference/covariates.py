"""One row per covariate that a study can name beside the arm: how it is made of a variable."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "covariate": pl.String,
    "label": pl.String,
    "variable": pl.String,
    "as": pl.String,
    "cut": pl.Float64,
    "levels": pl.String,
    "reference": pl.String,
    "scale": pl.String,
    "floor": pl.Float64,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    covariate="Covariate",
    label="Its name in print",
    variable="The variable that it is made of",
    **{"as": "flag (true or false), number or factor"},
    cut="Of a number: true above it",
    levels="Of a factor: true at one of these levels",
    reference="Of a factor: the level that the others are compared with",
    scale="Of a number: log or log10",
    floor="Of a number: the least that enters",
    citation="Source of the row",
)
CODES = {"as": {"flag": "Flag", "number": "Number", "factor": "Factor"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
