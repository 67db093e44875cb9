"""One row per staged table and file of which rows came, went, changed or are quarantined since the last release."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "table": pl.String,
    "source_file": pl.String,
    "shown_file": pl.String,
    "last_row_count": pl.Int64,
    "came_count": pl.Int64,
    "went_count": pl.Int64,
    "changed_count": pl.Int64,
    "quarantined_count": pl.Int64,
    "losing_patient_count": pl.Int64,
    "is_sent": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    table="Staged table",
    source_file="File of the drop, or of the last one",
    shown_file="How the file is called outside the restricted zone; NULL if that is not known any more",
    last_row_count="Rows of the file then, without copies",
    came_count="Rows that came",
    went_count="Rows that went",
    changed_count="Rows that changed",
    quarantined_count="Rows that the last release accepted and that are quarantined now",
    losing_patient_count="Patients of whom rows went",
    is_sent="Whether the file is sent now",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
