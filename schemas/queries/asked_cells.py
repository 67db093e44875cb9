"""One row per staged row that a query is about, of whatever table: its cells as text, in JSON, with file, sheet and row."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "row_key": pl.String,
    "query_nos": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "cells": pl.String,
    "source_row": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    row_key="Name of the row, made of its content",
    query_nos="Numbers of its queries, with blanks",
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    cells="The row as JSON: every column with its text",
    source_row="Line, sheet row or record number in the file",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
