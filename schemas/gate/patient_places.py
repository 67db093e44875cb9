"""One row per patient of the table of the patients: where the patient's own row stood."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "patient_id": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "source_row": pl.Int64,
}
MEANING = meanings_of(
    TYPES,
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    source_row="Line, sheet row or record number in the file",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
