"""One row per arm of the study, in order, with its label, and for those held out of the comparison the reason."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "arm": pl.String,
    "label": pl.String,
    "reason": pl.String,
    "recorded_as": pl.String,
    "order_no": pl.Int64,
    "is_reference": pl.Boolean,
    "is_in_study": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    label="Its name in print",
    reason="Why its patients are held out; NULL for an arm that is compared",
    recorded_as="Group under which a study sheet has its patients; NULL where none is expected",
    order_no="Its place: a patient goes into the first arm whose conditions hold",
    is_reference="Whether the others are compared with it",
    is_in_study="Whether it is compared",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
