"""One row per CTCAE version, laboratory test, grade and band: from which result on the grade holds."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "version": pl.Float64,
    "test": pl.String,
    "grade": pl.Int64,
    "direction": pl.String,
    "basis": pl.String,
    "bound": pl.Float64,
    "when_baseline": pl.String,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    version="CTCAE version",
    grade="Grade from this bound on, unless a worse one holds; a grade with several bands holds by any of them",
    direction="above, at_least, below or at_most the bound; NULL of a clinical judgement",
    basis="What the bound is: a number in the standard unit of the test, or how many times a limit of normal or the baseline",
    bound="The number, or how many times",
    when_baseline="normal or high: the band holds of patients with such a baseline; NULL: of all",
    citation="Source of the row",
)
CODES = {
    "direction": {"above": "Above", "at_least": "At least", "below": "Below", "at_most": "At most"},
    "basis": {
        "lower_limit": "Times the lower limit of normal",
        "upper_limit": "Times the upper limit of normal",
        "baseline": "Times the baseline",
        "number": "A number",
        "clinical": "A clinical judgement, for which no number stands",
    },
    "when_baseline": {"normal": "Normal baseline", "high": "High baseline"},
}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
