"""One row per patient, laboratory test and treatment cycle with a result after the index day: the worst CTCAE grade."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import LABORATORY_GRADES
from schemas.staging_schema import schema_of

ROLE = LABORATORY_GRADES
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "test": pl.String,
    "source_row_key": pl.String,
    "cycle_no": pl.Int64,
    "worst_grade": pl.Int64,
    "result_count": pl.Int64,
    "ungraded_count": pl.Int64,
    "worst_value": pl.Float64,
    "worst_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    cycle_no="Cycle that the results follow; NULL without cycles",
    worst_grade="Worst CTCAE grade 0-4; NULL where no result could be graded",
    result_count="Results of the test in the cycle",
    ungraded_count="Results whose grade cannot be told",
    worst_value="Result with the worst grade, in the standard unit",
    worst_date="Day of the result with the worst grade",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
