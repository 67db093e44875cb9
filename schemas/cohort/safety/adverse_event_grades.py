"""One row per patient and recorded CTCAE term on or after the index day: the worst grade and the row that has it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.role import EVENT_GRADES
from schemas.staging_schema import schema_of

ROLE = EVENT_GRADES
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "term": pl.String,
    "source_row_key": pl.String,
    "worst_grade": pl.Int64,
    "event_count": pl.Int64,
    "worst_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    term="CTCAE term in the registry's spelling; OTHER for a text that is not in its list",
    source_row_key="Row of accepted.adverse_events with the worst grade",
    worst_grade="Worst CTCAE grade recorded",
    event_count="Events of the term on or after the index day",
    worst_date="Day on which the event with the worst grade began",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
