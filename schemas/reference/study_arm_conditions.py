"""One row per arm and condition of entry: all those of an arm must hold, and the first arm of which they do takes the patient."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "arm": pl.String,
    "condition": pl.String,
    "variable": pl.String,
    "named": pl.List(pl.String),
    "condition_no": pl.Int64,
    "evidence_days": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    condition="none_before, any_before, last_before, progression_on or level",
    variable="Baseline variable whose level decides",
    named="Treatments that the condition names, or levels of the variable",
    condition_no="Its place within the arm",
    evidence_days="How many days before the index date the progression may lie; NULL for any number",
)
CODES = {
    "condition": {
        "none_before": "None of these treatments before the index date",
        "any_before": "Any of these treatments before the index date",
        "last_before": "The last treatment of its kind before the index date",
        "progression_on": "Progression under this treatment",
        "level": "Level of a variable at baseline",
    }
}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
