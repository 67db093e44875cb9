"""One row per adverse event after the index day that names a laboratory test: the recorded grade beside the derived one."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "test": pl.String,
    "lab_row_key": pl.String,
    "recorded_grade": pl.Int64,
    "derived_grade": pl.Int64,
    "result_count": pl.Int64,
    "worst_value": pl.Float64,
    "start_date": pl.Date,
    "end_date": pl.Date,
    "worst_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    row_key="Row of accepted.adverse_events",
    test="Laboratory test that the CTCAE term names",
    lab_row_key="Row of accepted.labs with the worst grade",
    recorded_grade="CTCAE grade as recorded",
    derived_grade="Worst CTCAE grade of the results on the days of the event; NULL without any",
    result_count="Graded results on the days of the event",
    worst_value="Result with the worst grade, in the standard unit",
    start_date="Day on which the event began",
    end_date="Day on which the event ended",
    worst_date="Day of the result with the worst grade",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
