"""One row per criterion of eligibility that the registry lists: the fact that it asks about, and what is said of who does not meet it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "criterion": pl.String,
    "order_no": pl.Int64,
    "description": pl.String,
    "reason": pl.String,
    "unknown_reason": pl.String,
    "reason_fact": pl.String,
    "fact": pl.String,
    "operator": pl.String,
    "compared_with": pl.List(pl.String),
    "unknown": pl.String,
    "waits_when": pl.String,
    "asked_with": pl.String,
    "is_needed": pl.Boolean,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    criterion="Criterion of eligibility",
    order_no="Its place in the flow, unless the study puts one of its own between",
    description="What is met, in print; {low} and {high} or {values} stand for what is compared, the other words for those of the study",
    reason="Why a patient who does not meet it is excluded",
    unknown_reason="The reason where the fact is not known; blank: the same",
    reason_fact="Fact that holds the patient's own reason, where there is one",
    fact="Fact of the patient: a column of cohort.eligibility_flags or cohort.baseline_characteristics, or a laboratory test",
    operator="How the fact is compared",
    compared_with="With what; in braces what the study says",
    unknown="Whether a patient of whom the fact is not known passes or fails",
    waits_when="Flag of a patient who waits for a row in quarantine by which the criterion may be met after all",
    asked_with="Key of the study without which the criterion is not asked; blank: always",
    is_needed="Whether nothing can be computed without it, so that it cannot be off",
    citation="Source of the row",
)
OPERATORS = {
    "=": "Equal",
    "!=": "Not equal",
    "<=": "At most",
    "<": "Below",
    ">=": "At least",
    ">": "Above",
    "between": "From the first to the last, both included",
    "in": "One of them",
    "not_in": "None of them",
    "known": "Known",
}
CODES = {"operator": OPERATORS, "unknown": {"passes": "Passes", "fails": "Fails"}}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
