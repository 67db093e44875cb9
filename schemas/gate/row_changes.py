"""One row per row that came, went or changed since the last release, or that it accepted and is quarantined now; none without one."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "table": pl.String,
    "change": pl.String,
    "source_file": pl.String,
    "last_source_file": pl.String,
    "is_quarantined": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    row_key="Row as it is sent now; of one that went, as it was sent then",
    table="Staged table",
    change="came, went, changed or quarantined",
    source_file="File of the drop in which it stands; NULL if it went",
    last_source_file="File of the last drop in which the row stood that went, or changed",
    is_quarantined="Whether the row as it is sent now is in quarantine",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
