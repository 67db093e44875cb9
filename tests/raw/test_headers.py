"""A column is found under any of its headers, Korean or English; one that is lost, doubled or in another unit is never guessed."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.drop.sheet import Sheet, UnreadableDrop, fold_header
from pipelines.raw.headers import IDENTIFIERS, identifier_headers, match_header
from pipelines.settings.sections import Source, Table
from pipelines.warehouse.table_files import raw_tables, table_columns

REQUIRED = {table: [column.name for column in table_columns(table) if column.required] for table in raw_tables()}


def sheet_of(*header, encoding="utf-8", name=""):
    return Sheet("extract.csv", name, header, pl.DataFrame(), (), {}, encoding)


def match(table, *header, headers=None, identifiers=(), named=None, **sheet):
    source = Source(tables={}, identifiers=list(identifiers))
    return match_header(sheet_of(*header, **sheet), table, Table(files=["x.csv"], headers=headers or {}, sheet=named), source)


def refuse(table, *header, **more):
    with pytest.raises(UnreadableDrop) as caught:
        match(table, *header, **more)
    assert caught.value.rule == "CV-002"
    return str(caught.value)


ALL_HEADERS = [
    (table, column.name, header) for table in raw_tables() for column in table_columns(table) for header in (column.name, *column.headers)
]


@pytest.mark.parametrize("table", raw_tables())
def test_column_is_found_under_every_header_it_is_known_by(table):
    for _, name, header in (row for row in ALL_HEADERS if row[0] == table):
        others = [other for other in REQUIRED[table] if other != name]
        assert match(table, *others, header)[name] == len(others), header


@pytest.mark.parametrize("table", raw_tables())
def test_no_header_stands_for_two_columns_or_for_a_name_of_a_person(table):
    meant = {}
    for _, name, header in (row for row in ALL_HEADERS if row[0] == table):
        assert meant.setdefault(fold_header(header), name) == name, header
    assert not meant.keys() & {fold_header(header) for header in IDENTIFIERS}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("체중(kg)", "weight_kg"),
        ("몸무게 [kg]", "weight_kg"),
        ("Weight (KG)", "weight_kg"),
        ("WEIGHT_KG", "weight_kg"),
        ("키(cm)", "height_cm"),
        ("신장 (㎝)", "height_cm"),
        ("Ｈｅｉｇｈｔ", "height_cm"),
        ("\ufeffBCLC  Stage", "bclc"),
        ("종양크기(cm)", "largest_tumour_cm"),
    ],
)
def test_spelling_spaces_signs_and_the_right_unit_do_not_matter(header, column):
    header_row = [name for name in REQUIRED["assessments"] if name != column]
    assert match("assessments", *header_row, header)[column] == len(header_row)


@pytest.mark.parametrize("header", ["height (m)", "키(m)", "height_in", "weight (lb)", "체중(g)", "largest tumour (mm)", "종양크기(mm)"])
def test_header_with_another_unit_is_not_taken(header):
    assert len(REQUIRED["assessments"]) not in match("assessments", *REQUIRED["assessments"], header).values()


def test_required_column_in_another_unit_is_lost_and_said_so():
    said = refuse("drug_administrations", *(name for name in REQUIRED["drug_administrations"] if name != "dose"), "dose (mg)")
    assert "drug_administrations needs a column that the header does not have: dose (dose given, dose amount)" in said


def test_lost_columns_are_named_with_where_to_say_what_they_are_called():
    said = refuse("labs", "patient_id", "test", "value")
    assert said == (
        "extract.csv: labs needs columns that the header does not have: unit (units, 단위); collected_at (collected on, collection date); "
        "send the extract with it, or say in sources.….tables.labs of registry.toml under which header it comes: "
        'headers."…" = "unit".'
    )


def test_lost_columns_name_the_sheet_where_the_settings_do():
    assert refuse("labs", "patient_id", name="결과", encoding="workbook", named="결과").startswith("extract.csv, sheet 결과: labs needs")
    assert refuse("labs", "patient_id", name="홍길동", encoding="workbook").startswith("extract.csv: labs needs"), (
        "a name may be a patient's"
    )


@pytest.mark.parametrize(
    ("encoding", "is_hinted"), [("cp949", True), ("latin-1", True), ("utf-8", False), ("workbook", False), ("parquet", False)]
)
def test_encoding_is_suspected_only_where_there_is_one(encoding, is_hinted):
    assert ("a wrong encoding also looks so" in refuse("labs", "patient_id", encoding=encoding)) is is_hinted


def test_column_that_may_be_left_out_is_not_missed():
    assert match("labs", *REQUIRED["labs"]).keys() == set(REQUIRED["labs"])


def test_column_of_a_criterion_that_the_study_does_not_ask_is_not_missed():
    header = [column.name for column in table_columns("patients") if column.required and column.criterion != "has_sex"]
    assert "needs a column that the header does not have: sex" in refuse("patients", *header)
    found = match_header(sheet_of(*header), "patients", Table(files=["x.csv"]), Source(tables={}), not_asked={"has_sex"})
    assert sorted(found) == sorted(header)


def test_doubled_column_is_named_by_its_places():
    said = refuse("patients", *REQUIRED["patients"], "성별")
    assert said.startswith(
        f"extract.csv: columns {REQUIRED['patients'].index('sex') + 1} and {len(REQUIRED['patients']) + 1} are both sex; "
    )


def test_doubled_column_can_be_left_outside_by_the_settings():
    positions = match("patients", *REQUIRED["patients"], "성별", headers={"성별": ""})
    assert positions["sex"] == REQUIRED["patients"].index("sex")


def test_header_of_the_settings_is_known():
    header_row = ["원무번호", *(name for name in REQUIRED["patients"] if name != "patient_id")]
    assert match("patients", *header_row, headers={"원무번호": "patient_id"})["patient_id"] == 0


def test_header_of_the_settings_goes_before_the_registrys():
    header_row = [*(name for name in REQUIRED["labs"] if name != "collected_at"), "접수일", "검사일"]
    positions = match("labs", *header_row, headers={"접수일": "collected_at", "검사일": ""})
    assert positions["collected_at"] == len(header_row) - 2


@pytest.mark.parametrize("header", [*IDENTIFIERS, "환자 이름", "주민등록번호 ", "Patient_Name", "E-Mail"])
def test_column_that_names_a_person_stays_outside(header):
    positions = match("patients", *REQUIRED["patients"], header)
    assert len(REQUIRED["patients"]) not in positions.values()
    assert fold_header(header) in identifier_headers(Source(tables={}))


def test_identifier_of_the_settings_stays_outside_even_if_the_registry_knows_the_header():
    assert "hcc_dx_date" not in match("patients", *REQUIRED["patients"], "진단일", identifiers=["진단일"])


@given(st.permutations(REQUIRED["labs"]), st.lists(st.text(alphabet="가나다xyz", min_size=3, max_size=5).filter(str.strip), max_size=3))
def test_order_and_unknown_columns_change_nothing(header, unknown):
    positions = match("labs", *header, *(f"모르는 {word}" for word in unknown))
    assert {header[position]: name for name, position in positions.items()} == {name: name for name in REQUIRED["labs"]}


def test_message_holds_no_cell_of_the_header_that_nobody_knows():
    assert "홍길동" not in refuse("labs", "홍길동", "900101-1234567", "45")
