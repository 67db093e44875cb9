"""One row per non-target of a read after baseline that was measured before: its size, and how it grew."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "lesion_id": pl.String,
    "derived_overall_response": pl.String,
    "source_row_key": pl.String,
    "smallest_mm": pl.Float64,
    "diameter_mm": pl.Float64,
    "is_grown": pl.Boolean,
    "is_judged": pl.Boolean,
    "exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    derived_overall_response="Overall response that follows from what was measured",
    smallest_mm="Its smallest diameter at an earlier exam, mm",
    diameter_mm="Diameter that the criterion of the site sums, mm",
    is_grown="Whether it grew since as much as a target must for progression",
    is_judged="Whether the reader recorded a response at this exam",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
