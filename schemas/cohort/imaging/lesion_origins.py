"""One row per lesion of a read, criterion and lesion of the reader's baseline that it is, or is a part of."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "criterion": pl.String,
    "lesion_id": pl.String,
    "origin_id": pl.String,
    "role": pl.String,
    "origin_role": pl.String,
    "diameter_mm": pl.Float64,
    "is_itself": pl.Boolean,
    "is_repeated": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    origin_id="Lesion of the reader's baseline that it is, that it split from, or that merged into it",
    role="Target or non-target",
    origin_role="What that lesion was at the baseline: a non-target may have merged with a target",
    diameter_mm="Diameter that the criterion sums, mm",
    is_itself="Whether it is that lesion, and not a part or a whole of it",
    is_repeated="Whether all that it is made of is measured under its own name at this exam",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
