"""One row per patient, exam and reader: what one radiologist (or the adjudicator) says of one scan."""

import polars as pl

from schemas.code_book import code_book
from schemas.column import PATIENT_ID, YES_NO, Column
from schemas.column_check import holds
from schemas.rule import Rule
from schemas.shared_rules import (
    IS_READABLE,
    NUMBER_IS_READABLE,
    REQUIRED_CELL,
    ROW_HAS_ITS_PATIENT,
    hard_and_soft,
    no_sentinel,
    rules_for,
)
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

RESPONSES = {
    "CR": ("complete response", "완전관해"),
    "PR": ("partial response", "부분관해"),
    "SD": ("stable disease", "안정병변"),
    "PD": ("progressive disease", "진행병변", "진행"),
    "NE": ("not evaluable", "평가불가"),
}
COLUMNS = (
    PATIENT_ID,
    Column(
        name="exam_id",
        kind="text",
        required=True,
        meaning="Number of the exam, one for all readers of it; replaced by a keyed pseudonym when the file is read",
        number_of="exam",
        examples=("E1", "CT20220412"),
        headers=("acc no", "accession number", "accession no", "accession", "exam no", "exam", "study id", "검사번호", "영상번호"),
    ),
    Column(
        name="exam_date",
        kind="date",
        required=True,
        meaning="Day on which the scan was made (not read)",
        examples=("2022-04-12",),
        headers=("scan date", "study date", "imaging date", "검사일", "촬영일", "촬영일자", "검사일자"),
    ),
    Column(
        name="read_date",
        kind="date",
        meaning="Day on which it was read",
        examples=("2022-04-14",),
        headers=("reading date", "판독일", "판독일자"),
    ),
    Column(
        name="reader_id",
        kind="text",
        required=True,
        meaning="Who read it: a name of the reader roster in registry.toml",
        examples=("R1", "R2", "ADJ"),
        headers=("read by", "reported by", "reader", "radiologist", "판독자"),
        is_reader=True,
    ),
    Column(
        name="modality",
        kind="code",
        required=True,
        meaning="Multiphasic CT or dynamic MRI",
        examples=("CT", "MRI"),
        headers=("scan", "scan type", "imaging modality", "검사종류", "영상종류"),
        codes={"CT": ("dynamic ct", "liver ct", "ct liver"), "MRI": ("mr", "dynamic mri", "liver mri")},
    ),
    Column(
        name="course",
        kind="code",
        required=True,
        meaning="The treatment course for which response is assessed; each course has its own baseline",
        examples=("HAIC", "ATE_BEVA", "TACE"),
        headers=("treatment course", "line", "치료과정"),
        codes=code_book("treatments"),
    ),
    Column(
        name="timepoint",
        kind="text",
        required=True,
        meaning="0, baseline, pre or 치료 전 for the baseline exam of the course; later ones any label (1, 2, 1.1, UNS): dates order them",
        examples=("0", "1", "UNS"),
        headers=("visit", "time point", "시점", "회차"),
    ),
    Column(
        name="target_response",
        kind="code",
        meaning="Response of the target lesions as recorded; NA where there are none; blank at baseline",
        examples=("PR", "NA"),
        headers=("target", "target lesion response", "표적병변반응"),
        codes={**RESPONSES, "NA": ("no target", "해당없음")},
    ),
    Column(
        name="non_target_response",
        kind="code",
        meaning="Response of the non-target lesions as recorded; NA where there are none",
        examples=("IR/SD", "NA"),
        headers=("non-target", "nontarget", "non target response", "nontarget response", "비표적병변반응"),
        codes={
            "CR": RESPONSES["CR"],
            "IR/SD": ("ir-sd", "ir", "sd", "non-cr/non-pd"),
            "PD": RESPONSES["PD"],
            "NE": RESPONSES["NE"],
            "NA": ("no non-target", "해당없음"),
        },
    ),
    Column(
        name="new_lesion",
        kind="code",
        meaning="Whether a new lesion was seen",
        examples=("Y", "N"),
        headers=("new lesions", "신규병변"),
        codes=YES_NO,
    ),
    Column(
        name="overall_response",
        kind="code",
        meaning="Overall response as recorded",
        examples=("PR", "NON-CR/NON-PD"),
        headers=("overall", "mrecist", "response", "종합반응", "전체반응"),
        codes={
            **RESPONSES,
            "NON-CR/NON-PD": ("non-cr non-pd", "ncr/npd"),
            "ND": ("not done", "미시행"),
            "NED": ("no evidence of disease", "무병"),
        },
    ),
    Column(
        name="sum_viable_mm",
        kind="number",
        unit="mm",
        meaning="Sum of the viable target diameters as recorded",
        examples=("86.5",),
        headers=("sum of diameters", "sum of viable diameters", "sod", "표적합"),
    ),
    Column(
        name="sum_total_mm",
        kind="number",
        unit="mm",
        meaning="Sum of the total target diameters (RECIST 1.1) as recorded",
        examples=("102",),
        headers=("sum of total diameters", "recist sum"),
    ),
    Column(
        name="ne_reason",
        kind="text",
        meaning="Why the exam is not evaluable",
        examples=("no arterial phase",),
        headers=("reason not evaluable", "평가불가사유"),
        is_free_text=True,
    ),
)
TYPES = {
    **PROVENANCE,
    "exam_id": pl.String,
    "exam_date_status": STATUS,
    "read_date_status": STATUS,
    "reader_id": pl.String,
    "modality": pl.String,
    "modality_status": STATUS,
    "course": pl.String,
    "course_status": STATUS,
    "timepoint_status": STATUS,
    "target_response": pl.String,
    "target_response_status": STATUS,
    "non_target_response": pl.String,
    "non_target_response_status": STATUS,
    "new_lesion_status": STATUS,
    "overall_response": pl.String,
    "overall_response_status": STATUS,
    "sum_viable_mm_status": STATUS,
    "sum_total_mm_status": STATUS,
    "ne_reason": pl.String,
    "timepoint": pl.Int64,
    "sum_viable_mm": pl.Float64,
    "sum_total_mm": pl.Float64,
    "has_new_lesion": pl.Boolean,
    "is_unscheduled": pl.Boolean,
    "exam_date": pl.Date,
    "read_date": pl.Date,
}
DERIVED = {
    "has_new_lesion": "Whether a new lesion was seen",
    "is_unscheduled": "Whether the label of a later exam is no whole number",
}
KEY = ("patient_id", "exam_id", "reader_id", "course")  # the last scan of one course may be the baseline of the next
RESPONSE_IS_KNOWN = Rule(
    id="CV-021",
    name="response_is_in_the_code_list",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: baseline exams have no response",
    message="the response is not in the list for its column",
    action="Correct the response; write NE for not evaluable and NA where there is no such lesion.",
    citation="admiralonco, tests of derive_param_bor and derive_param_confirmed_resp",
)
MODALITY_IS_MULTIPHASIC = Rule(
    id="CV-022",
    name="modality_is_multiphasic_ct_or_mri",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: a missing modality is a matter of completeness",
    message="the modality is neither multiphasic CT nor dynamic MRI",
    action="Correct the modality; mRECIST needs an arterial phase.",
    citation="KLCA-NCC 2022 guideline Table 11 (PMC9747269)",
)
RULES = (
    *rules_for(
        COLUMNS,
        codes={
            "target_response": RESPONSE_IS_KNOWN,
            "non_target_response": RESPONSE_IS_KNOWN,
            "overall_response": RESPONSE_IS_KNOWN,
            "modality": MODALITY_IS_MULTIPHASIC,
        },
        filled=("exam_id", "reader_id", "course"),
        to_the_day=("exam_date",),
    ),
    NUMBER_IS_READABLE.on("timepoint_status", check=IS_READABLE),
    REQUIRED_CELL.on("timepoint_status", check=holds("ne", "missing")),
    ROW_HAS_ITS_PATIENT,
    no_sentinel("timepoint", -1, 99, 999, 9999),
    no_sentinel("sum_total_mm", -1.0, 999.0, 9999.0, 99999.0),
    *hard_and_soft("sum_viable_mm", "MR-020", (0, 1000), (0, 600), "the sum of viable diameters in mm"),
)
SCHEMA = schema_of(TYPES, RULES)
