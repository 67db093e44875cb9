"""One row per laboratory result of a patient of the review page: its day and value in the standard unit, and the limits of normal."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import MEASURED_SERIES
from schemas.staging_schema import schema_of

TYPES = {
    "patient": pl.String,
    "panel": pl.String,
    "unit": pl.String,
    "sign": pl.String,
    "query_nos": pl.String,
    "file_no": pl.Int64,
    "source_row": pl.Int64,
    "value": pl.Float64,
    "lower_limit": pl.Float64,
    "upper_limit": pl.Float64,
    "is_quarantined": pl.Boolean,
    "day": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    patient="Pseudonym of the patient",
    panel="Name of the laboratory test in print; ? for one that is not known",
    unit="Standard unit of the test",
    sign="= for a measured result; <, <=, > or >= where only a limit is known",
    query_nos="Numbers of the queries about the row, with blanks; NULL: none",
    file_no="Number of the file and sheet on the page; NULL: made of several rows",
    source_row="Line, sheet row or record number in the file",
    value="Result in the standard unit; NULL where it is no number",
    lower_limit="Lower limit of normal sent with it, in the standard unit",
    upper_limit="Upper limit of normal sent with it, in the standard unit",
    is_quarantined="Whether the row is in quarantine",
    day="Day on which the sample was taken; NULL where none can be read",
)
ROLE = MEASURED_SERIES
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
