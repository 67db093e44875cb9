"""One row per exam (patient, course, exam), criterion and basis: how the readers voted, and what the adjudicator said."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "criterion": pl.String,
    "basis": pl.String,
    "favourite_response": pl.String,
    "worst_response": pl.String,
    "first_reader_response": pl.String,
    "adjudicator_response": pl.String,
    "reader_responses": pl.String,
    "favourite_vote_count": pl.Int64,
    "read_count": pl.Int64,
    "opinion_count": pl.Int64,
    "is_adjudicator_with_a_reader": pl.Boolean,
}
MEANING = meanings_of(
    TYPES,
    favourite_response="Response of most readers",
    worst_response="Worst response of a reader",
    first_reader_response="Response of the reader with the first number",
    adjudicator_response="Response of the adjudicator",
    reader_responses="Responses of all readers, by reader number",
    is_adjudicator_with_a_reader="Whether the adjudicator's response is also a reader's; NULL: one of both is missing",
    favourite_vote_count="Readers with the favourite response",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)
