"""One row per new lesion of a read (patient, course, exam, reader, lesion) and criterion: whether it is progression."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "lesion_id": pl.String,
    "criterion": pl.String,
    "new_lesion_state": pl.String,
    "size_mm": pl.Float64,
    "exam_date": pl.Date,
    "confirmation_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    new_lesion_state="YES: progression; LATER: equivocal, confirmed later; EQUIVOCAL; NO: a normal node; RECORDED: as the read says",
    size_mm="The largest of its diameters, mm",
    confirmation_date="Day of the first later exam at which it is tumour",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
