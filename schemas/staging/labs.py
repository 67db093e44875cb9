"""One row per laboratory result, in the long form of the laboratory system: test, value as text, unit, limits."""

import polars as pl

from schemas.column import PATIENT_ID, Column, Units
from schemas.lab_tests import code_book_of_tests
from schemas.rule import Escalation, Rule
from schemas.shared_rules import ROW_HAS_ITS_PATIENT, rules_for
from schemas.staging_schema import PROVENANCE, STATUS, schema_of

COLUMNS = (
    PATIENT_ID,
    Column(
        name="test",
        kind="code",
        required=True,
        meaning="Which test: a name or code of the registry's dictionary",
        examples=("AST", "1920-8", "총빌리루빈"),
        headers=("test name", "test code", "lab test", "검사명", "검사항목", "검사코드"),
        codes=code_book_of_tests(),
    ),
    Column(
        name="value",
        kind="number",
        required=True,
        meaning="The result as printed, with the laboratory's own signs",
        examples=("45", ">60500", "0.5 미만", "검체부족"),
        headers=("result", "result value", "결과", "결과값", "검사결과"),
    ),
    Column(
        name="unit",
        kind="code",
        required=True,
        meaning="The unit of the result",
        examples=("U/L", "mg/dL", "×10³/㎕"),
        headers=("units", "단위"),
    ),
    Column(
        name="lower_limit",
        kind="number",
        meaning="Lower limit of normal, in the result's unit",
        examples=("0",),
        headers=("lln", "ref low", "reference low", "참고치하한", "하한"),
    ),
    Column(
        name="upper_limit",
        kind="number",
        meaning="Upper limit of normal, in the result's unit",
        examples=("40",),
        headers=("uln", "ref high", "reference high", "참고치상한", "상한"),
    ),
    Column(
        name="collected_at",
        kind="datetime",
        required=True,
        meaning="When the specimen was taken",
        examples=("2022-03-05 06:10", "20220305"),
        headers=(
            "collected on",
            "collection date",
            "specimen date",
            "채취일시",
            "채혈일",
            "채혈일자",
            "채취일",
            "검체채취일",
            "검사일",
            "검사일자",
            "sample date",
            "sampled on",
            "collected",
            "drawn on",
            "date of sample",
        ),
    ),
    Column(
        name="specimen_id",
        kind="text",
        meaning="The specimen's number; replaced by a keyed pseudonym when the file is read",
        examples=("S2203050017",),
        headers=("specimen no", "specimen", "검체번호"),
        number_of="specimen",
    ),
    Column(
        name="reported_at",
        kind="datetime",
        meaning="When the result was reported; of two results of one specimen the one that was reported later counts",
        examples=("2022-03-05 09:40",),
        headers=("reported on", "report date", "result date", "result time", "보고일시", "보고일", "보고일자", "결과일시"),
    ),
    Column(
        name="result_status",
        kind="code",
        meaning="Whether the result is the final one; a corrected one goes before a final one, and that before a preliminary one",
        examples=("F", "P", "C"),
        headers=("result status", "report status", "결과상태", "보고상태"),
        codes={
            "FINAL": ("f", "final report", "complete", "completed", "verified", "최종", "최종보고", "확정", "완료"),
            "PRELIMINARY": ("p", "prelim", "preliminary report", "interim", "예비", "예비보고", "중간", "중간보고", "가보고"),
            "CORRECTED": ("c", "correction", "amended", "revised", "정정", "정정보고", "수정", "수정보고"),
        },
    ),
)
TYPES = {
    **PROVENANCE,
    "test": pl.String,
    "test_status": STATUS,
    "value_operator": pl.String,
    "value_status": STATUS,
    "unit": pl.String,
    "unit_status": STATUS,
    "lower_limit_status": STATUS,
    "upper_limit_status": STATUS,
    "collected_at_status": STATUS,
    "reported_at_status": STATUS,
    "result_status_status": STATUS,
    "specimen_id": pl.String,
    "result_status": pl.String,
    "value_beside_word": pl.String,
    "value": pl.Float64,
    "value_std": pl.Float64,
    "lower_limit_std": pl.Float64,
    "upper_limit_std": pl.Float64,
    "is_censored": pl.Boolean,
    "is_superseded": pl.Boolean,
    "reported_at": pl.Datetime("us"),
    "collected_at": pl.Datetime("us"),
    "collected_date": pl.Date,
}
DERIVED = {
    "value_operator": "=, or the sign of a censored result",
    "value_beside_word": "Number beside a result in words, as sent: 0.23 of Negative (0.23)",
    "value_std": "Result (or limit) in the standard unit of the test",
    "lower_limit_std": "Lower limit of normal in the standard unit",
    "upper_limit_std": "Upper limit of normal in the standard unit",
    "is_censored": "Whether the result is a limit and not a number",
    "is_superseded": "Whether another result of the same specimen and test counts in its place: corrected, final, or reported later",
    "collected_date": "Day on which the specimen was taken",
}
SENT_AS = {"collected_date": "collected_at"}  # a derived column, and the one as sent that it is read from
UNITS = Units(column="test", value="value", unit="unit", table="lab_units")
KEY = ("patient_id", "collected_at", "test", "specimen_id")
TEST_IS_KNOWN = Rule(
    id="CV-013",
    name="test_is_in_the_dictionary",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: CV-029 speaks of a missing test",
    message="the test is in no dictionary of the registry",
    action=(
        "Add the laboratory's name for the test to the codes of labs.test in registry.toml, or to leave_out of labs where nobody needs "
        "the test."
    ),
    citation="OHDSI DataQualityDashboard sourceValueCompleteness",
    escalation=Escalation(above_pct=5),
)
UNIT_IS_ALLOWED = Rule(
    id="CV-014",
    name="unit_is_allowed_for_the_test",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="fails for a result that needs a unit: a number without a unit says nothing",
    message="the unit is not one in which the registry can read this test, or it is missing",
    action=(
        "Correct the unit, or say in the block of the table in registry.toml how many of the standard unit it is: "
        'units.TBIL."mg/L" = 0.1; of a test with a column of its own it stands in wide. A mass (ng/mL) and arbitrary units '
        "(mAU/mL) of a marker are two quantities, and only the maker of the assay knows a factor, if there is one."
    ),
    citation="OHDSI DataQualityDashboard plausibleUnitConceptIds",
    escalation=Escalation(above_pct=2),
)
VALUE_IS_READABLE = Rule(
    id="CV-016",
    name="result_is_an_operator_and_a_number",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: results such as 검체부족 are missing, with their reason",
    message="the result is neither a number, a limit with its sign, nor a known word for missing",
    action="Correct the result, or add the word to the missing values of this table in registry.toml.",
    citation="sdtmchecks check_lb_lbstresc_char; admiral compute_qual_imputation",
    escalation=Escalation(above_pct=3),
)
RULES = (
    *rules_for(
        COLUMNS,
        codes={"test": TEST_IS_KNOWN, "unit": UNIT_IS_ALLOWED, "value": VALUE_IS_READABLE},
        filled=("test", "collected_at"),
        to_the_day=("collected_at",),
    ),
    ROW_HAS_ITS_PATIENT,
)
SCHEMA = schema_of(TYPES, RULES)
