"""One row per procedure: chemoembolisation, surgery, ablation, radiotherapy, port placement."""

import polars as pl

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
        headers=("date of procedure", "operation date", "시술일", "수술일"),
    ),
    Column(
        name="procedure",
        kind="code",
        required=True,
        meaning="Which procedure",
        examples=("TACE", "SURGERY", "간절제술"),
        headers=("procedure name", "procedure type", "시술명", "시술"),
        codes={
            "TACE": ("chemoembolization", "chemoembolisation", "ctace", "deb-tace", "간동맥화학색전술"),
            "SURGERY": ("resection", "hepatectomy", "liver resection", "수술", "간절제술"),
            "ABLATION": ("rfa", "mwa", "고주파열치료"),
            "RADIOTHERAPY": ("rt", "radiation", "sbrt", "방사선치료"),
            "TRANSPLANT": ("liver transplantation", "간이식"),
            "PORT": ("port insertion", "chemoport", "포트", "포트삽입"),
        },
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
DERIVED: dict[str, str] = {}
RULES = (
    *rules_for(COLUMNS, filled=("procedure_date", "procedure")),
    ROW_HAS_ITS_PATIENT,
)
SCHEMA = schema_of(TYPES, RULES)
