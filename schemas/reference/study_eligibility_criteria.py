"""One row per criterion of eligibility that the study could ask, those that are off included: what it compares, and in which words."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.reference.eligibility_criteria import OPERATORS
from schemas.staging_schema import schema_of

TYPES = {
    "criterion": pl.String,
    "description": pl.String,
    "reason": pl.String,
    "unknown_reason": pl.String,
    "reason_fact": pl.String,
    "fact": pl.String,
    "operator": pl.String,
    "waits_when": pl.String,
    "off_reason": pl.String,
    "compared_with": pl.List(pl.String),
    "compared_numbers": pl.List(pl.Float64),
    "step": pl.Int64,
    "passes_unknown": pl.Boolean,
    "is_in_force": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    criterion="Criterion of eligibility",
    description="What is met, in print",
    reason="Why a patient who does not meet it is excluded",
    unknown_reason="The reason where the fact is not known",
    reason_fact="Fact that holds the patient's own reason, where there is one",
    fact="Fact of the patient that is compared",
    operator="How the fact is compared",
    waits_when="Flag of a patient who waits for a row in quarantine by which the criterion may be met after all",
    off_reason="Why the study does not ask it; NULL for those in force",
    compared_with="With what the fact is compared, as text",
    compared_numbers="The same as numbers; NULL where texts or days are compared",
    step="Its place in the flow; NULL for those that are off",
    passes_unknown="Whether a patient of whom the fact is not known passes",
    is_in_force="Whether the study asks it",
)
CODES = {"operator": OPERATORS}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
