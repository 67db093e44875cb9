"""One row per response criterion by which the study looks at responses, with its limits; the first is the primary one."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.reference.response_criteria import LIMIT_TYPES, LIMITS
from schemas.staging_schema import schema_of

TYPES = {
    "criterion": pl.String,
    "label": pl.String,
    "diameter": pl.String,
    "limits_in_words": pl.String,
    "key_ending": pl.String,
    "order_no": pl.Int64,
    **{limit: kind for limit, kind in LIMIT_TYPES.items() if limit != "diameter"},
    "is_primary_criterion": pl.Boolean,
    "is_recorded_criterion": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    label="Its name in print",
    **LIMITS,
    key_ending="What the keys of its rows end in; blank for the recorded criterion, whose rows are named as the reads are",
    order_no="Place among the criteria of the study, the primary one first",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
