"""One row per cohort patient of whom the baseline visit and a baseline read both tell of tumours."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "source_row_key": pl.String,
    "largest_reader_id": pl.String,
    "tumour_count": pl.Int64,
    "target_count": pl.Int64,
    "largest_tumour_mm": pl.Float64,
    "largest_measured_mm": pl.Float64,
    "is_of_sum": pl.Boolean,
    "assessment_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    largest_reader_id="The reader who measured the largest tumour of the liver",
    target_count="Most target lesions in the liver that a reader has at baseline",
    largest_tumour_mm="Diameter of the largest tumour at the visit, mm",
    largest_measured_mm="Largest target in the liver that a reader measured at baseline, mm; of sums alone, what it measures at least",
    is_of_sum="Whether the largest is told by a sum of target lesions",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
