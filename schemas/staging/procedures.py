"""One row per procedure: chemoembolisation, surgery, ablation, radiotherapy, port placement."""

import polars as pl

from schemas.code_book import code_book
from schemas.column import PATIENT_ID, Column
from schemas.shared_rules import ROW_HAS_ITS_PATIENT, rules_for
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

COLUMNS = (
    PATIENT_ID,
    Column(
        name="procedure_date",
        kind="date",
        required=True,
        meaning="Day of the procedure (of the first fraction, for radiotherapy)",
        examples=("2021-12-01",),
        headers=("procedure date", "date", "date of procedure", "operation date", "시술일", "시술일자", "수술일", "수술일자"),
    ),
    Column(
        name="procedure",
        kind="code",
        required=True,
        meaning="Which procedure",
        examples=("TACE", "SURGERY", "간절제술"),
        headers=("procedure name", "procedure type", "시술명", "시술"),
        codes=code_book("procedures"),
    ),
    Column(
        name="detail",
        kind="text",
        meaning="Free text about the procedure",
        examples=("right hepatectomy",),
        headers=("comment", "비고"),
        is_free_text=True,
    ),
)
TYPES = {
    **PROVENANCE,
    "procedure_date_status": STATUS,
    "procedure": pl.String,
    "procedure_status": STATUS,
    "detail": pl.String,
    "procedure_date": pl.Date,
}
KEY = ("patient_id", "procedure_date", "procedure")  # what a row is about; more than one may be
DERIVED: dict[str, str] = {}
RULES = (
    *rules_for(COLUMNS, filled=("procedure_date", "procedure")),
    ROW_HAS_ITS_PATIENT,
)
SCHEMA = schema_of(TYPES, RULES)
