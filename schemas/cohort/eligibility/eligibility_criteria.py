"""One row per accepted patient and criterion of eligibility in force: whether it is met, and if the patient does not pass, why."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import CRITERIA
from schemas.staging_schema import schema_of

ROLE = CRITERIA
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "criterion": pl.String,
    "fact": pl.String,
    "said": pl.String,
    "reason": pl.String,
    "step": pl.Int64,
    "is_known": pl.Boolean,
    "is_met": pl.Boolean,
    "is_passed": pl.Boolean,
    "is_first_failed": pl.Boolean,
    "passes_all_others": pl.Boolean,
    "may_change": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    criterion="Criterion of eligibility",
    fact="Fact of the patient that it asks about",
    said="The fact, as text",
    reason="Why the patient does not pass, as a sentence; NULL for those who do",
    step="Place of the criterion in the flow",
    is_known="Whether the fact is known",
    is_met="Whether the criterion is met; NULL where it cannot be said",
    is_passed="Whether the patient passes: it is met, or it cannot be said and the criterion lets such a patient pass",
    is_first_failed="Whether it is the first that the patient does not pass, which excludes",
    passes_all_others="Whether the patient passes all other criteria",
    may_change="Whether the patient does not pass, but may once a row in quarantine is corrected",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
