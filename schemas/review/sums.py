"""One row per read with a sum (patient, course, exam, reader) and criterion: the sum, and with what the review page compares it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import TUMOUR_SUMS
from schemas.staging_schema import schema_of

TYPES = {
    "patient": pl.String,
    "course": pl.String,
    "criterion": pl.String,
    "reader": pl.String,
    "response": pl.String,
    "detail": pl.String,
    "query_nos": pl.String,
    "file_no": pl.Int64,
    "source_row": pl.Int64,
    "order_no": pl.Int64,
    "sum_mm": pl.Float64,
    "baseline_mm": pl.Float64,
    "nadir_mm": pl.Float64,
    "pr_mm": pl.Float64,
    "pd_mm": pl.Float64,
    "is_quarantined": pl.Boolean,
    "day": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    patient="Pseudonym of the patient",
    course="Treatment of which the exam is the follow-up",
    criterion="Response criterion in print",
    reader="Reader of the exam",
    response="Overall response as recorded; BL: the baseline",
    detail="The targets and their diameters",
    query_nos="Numbers of the queries about the row, with blanks; NULL: none",
    file_no="Number of the file and sheet on the page; NULL: made of several rows",
    source_row="Line, sheet row or record number in the file",
    order_no="Place of the criterion in the study",
    sum_mm="Sum of the target diameters, mm",
    baseline_mm="Sum at the baseline of the reader, mm",
    nadir_mm="Smallest sum before this exam, mm",
    pr_mm="Sum up to which it is a partial response, mm",
    pd_mm="Sum from which on it is progression, mm",
    is_quarantined="Whether the row is in quarantine",
    day="Day of the exam",
)
ROLE = TUMOUR_SUMS
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
