"""One row per thing on the timeline of a patient of the review page: its lane, its days, what it says, and the row that says so."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import TIMELINE
from schemas.staging_schema import schema_of

TYPES = {
    "patient": pl.String,
    "lane": pl.String,
    "track": pl.String,
    "label": pl.String,
    "detail": pl.String,
    "query_nos": pl.String,
    "file_no": pl.Int64,
    "source_row": pl.Int64,
    "is_quarantined": pl.Boolean,
    "first_date": pl.Date,
    "last_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    patient="Pseudonym of the patient",
    lane="What kind of thing it is: lines, cycles, doses, procedures, exams …",
    track="Lane within the lane: the reader of an exam; NULL: none",
    label="What it says in short: a response, a drug, a grade",
    detail="What more it says",
    query_nos="Numbers of the queries about the row, with blanks; NULL: none",
    file_no="Number of the file and sheet on the page; NULL: made of several rows",
    source_row="Line, sheet row or record number in the file",
    is_quarantined="Whether the row is in quarantine",
    first_date="Day, or first day; NULL where no day can be read",
    last_date="Last day; NULL for what is of one day",
)
ROLE = TIMELINE
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
