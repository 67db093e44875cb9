"""One row per exam and pair of readers (patient, course, exam, two readers): what each of them says and measures."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "first_reader_id": pl.String,
    "second_reader_id": pl.String,
    "first_response": pl.String,
    "second_response": pl.String,
    "source_row_key": pl.String,
    "timepoint": pl.Int64,
    "diameter_count": pl.Int64,
    "first_sum_mm": pl.Float64,
    "second_sum_mm": pl.Float64,
    "difference_mm": pl.Float64,
    "difference_pct": pl.Float64,
    "target_overlap": pl.Float64,
    "is_identical": pl.Boolean,
    "exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    first_reader_id="Reader with the first number of the two",
    second_reader_id="The other reader",
    first_response="Overall response by the first reader",
    second_response="Overall response by the second reader",
    diameter_count="Viable diameters above 0 that both measured (without lesions: sums)",
    first_sum_mm="Complete sum of the first reader, mm",
    second_sum_mm="Complete sum of the second reader, mm",
    difference_mm="Second sum minus first, mm",
    difference_pct="Difference of the sums in percent of their mean, without sign",
    target_overlap="Organs of the baseline targets: those of both readers by those of either",
    is_identical="Whether every diameter is the same",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
