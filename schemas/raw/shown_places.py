"""One row per sheet that was read: how its file and the sheet are called where their names, which may be those of patients, do not go."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "source_file": pl.String,
    "sheet": pl.String,
    "shown_file": pl.String,
    "shown_sheet": pl.String,
}
MEANING = meanings_of(
    TYPES,
    source_file="File of the drop",
    sheet="Sheet of a workbook",
    shown_file="The settings' words for the file, or its number",
    shown_sheet="The settings' word for the sheet, or its number",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
