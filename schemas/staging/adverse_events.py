"""One row per adverse event and grade: CTCAE term, grade, dates, what was done."""

import polars as pl

from schemas.column import PATIENT_ID, Column
from schemas.column_check import holds
from schemas.rule import Rule
from schemas.shared_rules import ROW_HAS_ITS_PATIENT, rules_for
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

COLUMNS = (
    PATIENT_ID,
    Column(
        name="term",
        kind="text",
        required=True,
        meaning="CTCAE term",
        examples=("Neutrophil count decreased", "Nausea"),
        headers=("ae term", "adverse event", "ctcae term", "이상반응명", "이상반응"),
        is_free_text=True,
    ),
    Column(
        name="grade",
        kind="integer",
        required=True,
        meaning="CTCAE grade 1-5",
        examples=("3",),
        headers=("ctcae grade", "toxicity grade", "등급"),
    ),
    Column(
        name="start_date",
        kind="date",
        required=True,
        meaning="Day on which it began",
        examples=("2022-03-04",),
        headers=("onset date", "ae start date", "발생일", "발생일자"),
    ),
    Column(
        name="end_date",
        kind="date",
        meaning="Day on which it ended, blank if ongoing",
        examples=("2022-03-11",),
        headers=("resolution date", "ae end date", "종료일", "종료일자", "회복일", "회복일자"),
    ),
    Column(
        name="action",
        kind="code",
        meaning="What was done with the treatment",
        examples=("NONE", "DOSE_REDUCED", "INTERRUPTED", "STOPPED"),
        headers=("action taken", "조치"),
        codes={
            "NONE": ("none", "no action", "조치없음"),
            "DOSE_REDUCED": ("dose reduced", "reduced", "감량"),
            "INTERRUPTED": ("interrupted", "held", "delayed", "중단", "휴약"),
            "STOPPED": ("stopped", "discontinued", "영구중단"),
        },
    ),
)
TYPES = {
    **PROVENANCE,
    "term": pl.String,
    "grade_status": STATUS,
    "start_date_status": STATUS,
    "end_date_status": STATUS,
    "action": pl.String,
    "action_status": STATUS,
    "grade": pl.Int64,
    "start_date": pl.Date,
    "end_date": pl.Date,
}
KEY = ("patient_id", "term", "start_date")  # what a row is about; more than one may be
DERIVED: dict[str, str] = {}
RULES = (
    *rules_for(COLUMNS, filled=("term", "grade")),
    ROW_HAS_ITS_PATIENT,
    Rule(
        id="CV-027",
        name="grade_is_1_to_5",
        level="reject",
        category="conformance, value",
        columns=("grade",),
        when_null="passes: CV-029 speaks of a missing grade",
        message="the grade is not 1, 2, 3, 4 or 5",
        action="Correct the grade; an event of grade 0 is none.",
        citation="CTCAE v5.0",
        check=holds("in_range", 1, 5),
    ),
)
SCHEMA = schema_of(TYPES, RULES)
