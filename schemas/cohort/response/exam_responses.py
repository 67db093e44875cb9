"""One row per exam after baseline (patient, course, exam) and criterion."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.column_check import holds
from schemas.rule import Rule
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "criterion": pl.String,
    "decided_by": pl.String,
    "response": pl.String,
    "adjudicated_recorded_response": pl.String,
    "adjudicated_derived_response": pl.String,
    "reader_responses": pl.String,
    "source_row_key": pl.String,
    "timepoint": pl.Int64,
    "read_count": pl.Int64,
    "opinion_count": pl.Int64,
    "is_primary_criterion": pl.Boolean,
    "is_recorded_criterion": pl.Boolean,
    "has_adjudicator": pl.Boolean,
    "is_adjudicator_with_a_reader": pl.Boolean,
    "exam_date": pl.Date,
}
JUDGED = "is_recorded_criterion"
MEANING = meanings_of(
    TYPES,
    decided_by="consensus, adjudicator, none; worst or first_reader by the setting",
    response="Adjudicated overall response: recorded ones, derived where the site records none",
    adjudicated_recorded_response="Adjudicated from the recorded responses alone",
    adjudicated_derived_response="Adjudicated from the derived responses alone",
    reader_responses="Responses of all readers, by reader number",
    is_adjudicator_with_a_reader="Whether the adjudicator's response is also a reader's; NULL: one of both is missing",
    has_adjudicator="Whether an adjudicator read the exam",
)
RESPONSE_IS_KNOWN = Rule(
    id="CV-021",
    name="adjudicated_response_is_in_the_code_list",
    level="stop",
    category="conformance, value",
    columns=("response",),
    when_null="passes: an exam that nobody decides has no response",
    message="the adjudicated response is not in the code list",
    action="This is a fault of the registry's gate or SQL: report it.",
    citation="admiralonco, tests of derive_param_bor and derive_param_confirmed_resp",
    check=holds("isin", ("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "ND")),
)
RULES = (RESPONSE_IS_KNOWN,)
SCHEMA = schema_of(TYPES, RULES)
