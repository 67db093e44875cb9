"""One row per file and sheet with a row on the review page, numbered: the page names each once."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "source_file": pl.String,
    "sheet": pl.String,
    "file_no": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    file_no="Its number on the page, from 1",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
