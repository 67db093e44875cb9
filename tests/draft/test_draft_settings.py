"""Settings that are drafted from a drop: what is found out, what is asked, and what is never written down."""

import datetime as dt
import tomllib

import pytest
from openpyxl import Workbook

from pipelines.draft.settings.block import MARK
from pipelines.draft.settings.draft_settings import draft_settings
from pipelines.draft.settings.match_headers import likeness, short_headers
from pipelines.draft.settings.match_zeros import width_of_numbers
from pipelines.draft.settings.profile_page import profile_page
from pipelines.draft.settings.read_drop import read_drop
from pipelines.draft.settings.readings import Readings
from pipelines.draft.settings.sheet_columns import pattern_of, split_unit
from pipelines.draft.settings.table_block import patterns_of
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.table_files import header_words, raw_tables
from tests.small_drop import TABLES

TODAY = dt.date(2026, 1, 1)
NUMBERS = [f"H-{number:06}" for number in range(101, 111)]


@pytest.fixture(scope="module")
def readings():
    readings = Readings()
    yield readings
    readings.close()


@pytest.fixture
def drafted(tmp_path, readings):
    """Return the draft of a drop that is drawn as texts by file, and its settings as a run would read them."""

    def drafted(**files: str) -> tuple[list[str], dict]:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
        draft = draft_settings(read_drop(tmp_path), TODAY, readings)
        assert draft.questions == draft.text.count(MARK)
        path = tmp_path / "drafted.toml"
        path.write_text(draft.text, encoding="utf-8")
        load_settings(path)
        path.unlink()
        return draft.text.splitlines(), tomllib.loads(draft.text)

    return drafted


def rows(header: str, *cells: str) -> str:
    """Return a file of ten patients, each with the same cells, or the next of cells between |."""
    lines = [",".join([number, *(cell.split("|")[at % len(cell.split("|"))] for cell in cells)]) for at, number in enumerate(NUMBERS)]
    return "\n".join([header, *lines])


PATIENTS = rows("Hosp. No.,Birth,M/F,Dx,Date of Dx", "21-Mar-1956|04-Feb-1960", "Female|Male", "C22.0", "21-Aug-2022")


def tables_of(settings: dict) -> dict:
    return settings["sources"]["emr"]["tables"]


@pytest.mark.slow
def test_files_with_the_registrys_own_headers_need_nothing_but_their_names(tmp_path, readings):
    for table, text in TABLES.items():
        (tmp_path / f"{table}.csv").write_text("\n".join(line.strip() for line in text.splitlines()), encoding="utf-8")
    draft = draft_settings(read_drop(tmp_path), TODAY, readings)
    settings = tomllib.loads(draft.text)
    assert tables_of(settings) == {table: {"files": [f"{table}.csv"]} for table in sorted(TABLES)}
    assert settings["registry"]["tables_not_sent"] == [] and settings["registry"]["patient_id_pattern"] == "[0-9]{8}"


def test_the_patient_number_is_found_by_what_the_files_share(drafted):
    _, settings = drafted(master=PATIENTS, seen=rows("Hosp. No.,Last seen", "10-Mar-2024|11-Apr-2025"))
    tables = tables_of(settings)
    assert tables["patients"]["headers"]["Hosp. No."] == tables["follow_up"]["headers"]["Hosp. No."] == "patient_id"
    assert settings["registry"]["patient_id_pattern"] == r"H\-[0-9]{6}"
    assert settings["registry"]["as_of"] == dt.date(2025, 4, 11)  # the newest day in the files


def test_one_column_per_test_and_units_of_the_header(drafted):
    lines, settings = drafted(
        master=PATIENTS,
        lis=rows("Hosp. No.,Sample date,Albumin(S) g/L,PT(INR),AFP", "01-Sep-2023", "36|40", "1.1", "12|>60500"),
        clinic=rows("Hosp. No.,Clinic date,PS,CP,Max size (mm)", "08-Sep-2023", "PS 0|PS 1", "A5|B8", "151|62"),
    )
    tables = tables_of(settings)
    assert tables["labs"]["wide"] == {"Albumin(S) g/L": {"test": "ALB", "unit": "g/L"}, "PT(INR)": {"test": "INR"}}
    assert '# wide."AFP" = { test = "AFP", unit = "ng/mL" }' in lines  # ng/mL and IU/mL are not the same: asked
    assert tables["assessments"]["unit_of"] == {"largest_tumour_cm": "mm"}
    assert tables["assessments"]["parts"] == {"PS": ["PS {ecog}"], "CP": ["{child_pugh_class}{child_pugh_score}"]}


def test_files_beside_each_other_are_joined(drafted):
    _, settings = drafted(
        master=PATIENTS,
        deaths=rows("Hosp. No.,Deceased,Date of death", "Y", "12-Mar-2024"),
        seen=rows("Hosp. No.,Last seen", "10-Mar-2024"),
    )
    assert tables_of(settings)["follow_up"]["files"] == ["deaths.csv"] and tables_of(settings)["follow_up"]["joined"] == ["seen.csv"]


ORDERS = {  # days as written: what the draft says of them
    "2023-09-05|2023-10-06": None,
    "05-Sep-2023|06-Oct-2023": None,
    "25/09/2023|06/10/2023": "dmy",
    "09/25/2023|10/06/2023": "mdy",
    "05/09/2023|06/10/2023": "asked",  # no day beyond 12
}


@pytest.mark.parametrize("days", ORDERS)
def test_the_order_of_dates_is_found_out_or_asked(drafted, days):
    lines, settings = drafted(master=PATIENTS, seen=rows("Hosp. No.,Last seen", days))
    said = tables_of(settings)["follow_up"].get("date_order")
    asked = '# date_order = "dmy"' in lines
    assert ("asked" if asked else said) == ORDERS[days]


def test_a_word_that_no_book_knows_is_asked_about_only_where_several_rows_have_it(drafted):
    lines, _ = drafted(
        master=PATIENTS,
        clinic=rows("Hosp. No.,Clinic date,EHD", "08-Sep-2023", "Lung|No").replace(
            "H-000101,08-Sep-2023,Lung", "H-000101,08-Sep-2023,Kim S. skull"
        ),
    )
    text = "\n".join(lines)
    assert "skull" not in text
    assert "2 more, of few rows each" in text and "Lung" not in text  # four rows have it, which is not enough
    assert '# codes.metastasis = { "as in the profile" = "?" }' in lines  # a line to complete
    lines, _ = drafted(clinic=rows("Hosp. No.,Clinic date,EHD", "08-Sep-2023", "Lung|No"))
    assert '# codes.metastasis = { "Lung" = "?" }' in lines  # refused until it is answered


def test_a_file_without_a_header_is_asked_about_and_its_first_row_is_not_written(drafted):
    lines, settings = drafted(master=PATIENTS, seen="\n".join(f"{number},10-Mar-2024" for number in NUMBERS))
    assert "follow_up" not in tables_of(settings)
    assert not any(number in line for number in NUMBERS for line in lines)
    assert any("what is seen.csv? It is not read" in line for line in lines)


def test_columns_that_name_a_person_are_passed_over(drafted):
    lines, _ = drafted(
        master=rows("Hosp. No.,Name,Birth,M/F,Dx", "Kim", "21-Mar-1956", "Male", "C22.0"), seen=rows("Hosp. No.,Last seen", "10-Mar-2024")
    )
    assert not any("Name" in line for line in lines)


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_read(drafted, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 broken")
    lines, settings = drafted(master=PATIENTS, seen=rows("Hosp. No.,Last seen", "10-Mar-2024"))
    assert set(tables_of(settings)) == {"patients", "follow_up"}
    assert sum("cannot be read" in line and ("scan.pdf" in line or "book.xlsx" in line) for line in lines) == 2


@pytest.mark.parametrize(
    ("files", "patterns"),
    [
        (["patients.csv"], ["patients.csv"]),
        (["labs_2022.csv", "labs_2023.csv"], ["labs_*.csv"]),
        (["labs_2023.csv"], ["labs_*.csv"]),  # next year there is another
        (["visits_20240131.xlsx"], ["visits_*.xlsx"]),
        (["visits_2024-01-31.xlsx", "deaths.csv"], ["deaths.csv", "visits_*.xlsx"]),
        (["sheet2.csv"], ["sheet2.csv"]),
        (["patient_00012345.csv"], ["patient_*.csv"]),  # it may be a patient's number
    ],
)
def test_patterns_of_files(files, patterns):
    assert patterns_of(files) == patterns


@pytest.mark.parametrize(
    ("numbers", "pattern"),
    [
        (["00012345", "00012346"], "[0-9]{8}"),
        (["H-000100", "H-000107"], r"H\-[0-9]{6}"),
        (["A123", "B4567"], "[A-Z]{1}[0-9]{3,4}"),
        (["12", "A-1"], ".+"),  # not of one form
    ],
)
def test_pattern_of_patient_numbers(numbers, pattern):
    assert pattern_of(numbers) == pattern


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("Albumin(S) g/L", ("Albumin(S)", "g/L")),
        ("Max size (mm)", ("Max size", "mm")),
        ("PLT x10^9/L", ("PLT", "x10^9/L")),
        ("T.Bil [umol/L]", ("T.Bil", "umol/L")),
        ("PIVKA-II [mAU/ml]", ("PIVKA-II", "mAU/ml")),
        ("Weight", ("Weight", "")),
        ("mm", ("mm", "")),
        ("PT(INR)", ("PT(INR)", "")),
    ],
)
def test_a_unit_behind_a_header(header, parts):
    assert split_unit(header) == parts


def test_headers_are_alike_by_their_words_in_any_order():
    assert likeness("Date of Dx", "dx date") == pytest.approx(0.95 * (1.4 + 1.4) / (1.8 + 1.4))  # "of" and "date" count 0.4
    assert likeness("Birth_Date", "birth date") == 1.0
    assert likeness("CPS", "cp") < 0.55 and likeness("room", "value") < 0.55


def test_the_profile_shows_what_the_columns_hold_and_what_could_not_be_read(tmp_path, readings):
    (tmp_path / "master.csv").write_text(PATIENTS.replace("21-Mar-1956", "31-Feb-1956", 1) + "\n", encoding="utf-8")
    (tmp_path / "seen.csv").write_text(rows("Hosp. No.,Last seen", "<b>2024</b>") + "\n", encoding="utf-8")
    drop = read_drop(tmp_path)
    page = profile_page(drop, draft_settings(drop, TODAY, readings), readings)
    assert "master.csv → patients" in page and "10 rows" in page
    assert "Female (5) · Male (5)" in page  # the words of a column of few, with their rows
    assert "1 rows: 31-Feb-1956 (1)" in page  # unreadable as a day
    assert "&lt;b&gt;2024&lt;/b&gt;" in page and "<b>2024" not in page


def test_days_under_a_header_that_nobody_knows_are_offered_with_their_order(drafted):
    lines, settings = drafted(
        master=PATIENTS,
        reads=rows("Hosp. No.,Acc No,mRECIST,Read by,Performed", "E1|E2", "PR|SD", "Lee", "12/31/2023|02/14/2024"),
    )
    assert tables_of(settings)["imaging_reads"]["date_order"] == "mdy"
    at = lines.index(f'{MARK} what is "Performed"? Nothing reads it, and without an answer it stays outside:')
    assert lines[at + 1] == '# headers."Performed" = "exam_date"'


@pytest.mark.parametrize(("inr", "is_said"), [("1|2", True), ("1,02|1,1", True), ("1.02|1.1", False)])
def test_commas_in_the_results_of_a_broad_sheet_are_said_where_no_other_column_has_points(drafted, inr, is_said):
    labs = rows("Hosp. No.,Sample date,INR,AFP [ng/ml]", "2024-03-02", inr.replace(",", "#"), "12#4|1261#9")
    lines, settings = drafted(master=PATIENTS, labs=labs.replace(",", ";").replace("#", ","))
    assert ("decimal_mark" in tables_of(settings)["labs"]) == is_said
    assert ('# decimal_mark = ","' in lines) != is_said


def test_a_title_above_headers_that_nobody_knows_is_said(tmp_path, drafted):
    book = Workbook()
    for row in (["Our list"], ["Hosp. No.", "Word", "Sign"], *([number, "aa", "cc"] for number in NUMBERS)):
        book.active.append(row)
    book.save(tmp_path / "listed.xlsx")
    lines, _ = drafted(master=PATIENTS, seen=rows("Hosp. No.,Last seen", "10-Mar-2024"))
    assert any("what is listed.xlsx, sheet Sheet? It is not read: its first line is a title" in line for line in lines)


def other(header: str, *cells: str) -> str:
    """Return a file as `rows` does, with semicolons, so that commas may stand in its cells."""
    lines = [";".join([number, *(cell.split("|")[at % len(cell.split("|"))] for cell in cells)]) for at, number in enumerate(NUMBERS)]
    return "\n".join([header, *lines])


def numbered(text: str, *numbers: str) -> str:
    """Return a drawn file with other patient numbers, in the order in which it has them."""
    for number, other in zip(NUMBERS, numbers, strict=True):
        text = text.replace(number, other)
    return text


ZEROS = [f"{number:08}" for number in range(561900, 561910)]


def test_numbers_that_lost_their_zeros_are_asked_about_with_the_setting_that_puts_them_back(drafted):
    lines, settings = drafted(
        master=numbered(PATIENTS, *ZEROS),
        seen=numbered(rows("Hosp. No.,Last seen", "10-Mar-2024"), *ZEROS),
        deaths=numbered(rows("No.,Died", "10-Mar-2024"), *(number.lstrip("0") for number in ZEROS)),
    )
    assert settings["registry"]["patient_id_pattern"] == "[0-9]{8}"  # that of the numbers as they are when the zeros are back
    assert "# patient_number_width = 8" in lines
    asked = [line for line in lines if "patient numbers of" in line]
    assert asked == [line for line in asked if line.startswith(f"{MARK} 10 patient numbers of deaths.csv") and "10 of them stand" in line]


@pytest.mark.parametrize(
    ("numbers", "width"),
    [
        ({"00561907", "561908"}, 8),
        ({"00561907", "12561908"}, 0),  # all have eight
        ({"561907", "12561908"}, 0),  # none has a zero in front: the hospital may count so
        ({"0012", "00561907", "561908"}, 0),  # of two widths
        ({"P001", "12"}, 0),
        (set(), 0),
    ],
)
def test_width_of_patient_numbers(numbers, width):
    assert width_of_numbers(numbers) == width


def test_orders_of_drugs_are_drug_administrations_with_their_parts(drafted):
    orders = other(
        "Hosp. No.;시행일자;요법;오더",
        "2023-09-14|2023-09-15",
        "HAIC mFOLFOX C1D1|HAIC mFOLFOX C1D2",
        "OXA 85 mg/m2, LV 400 mg/m2|FU 400 mg",
    )
    lines, settings = drafted(master=PATIENTS, orders=orders)
    assert "procedures" not in tables_of(settings)
    assert 'parts."요법" = ["HAIC {} C{cycle_no}D{day_no}{route=HEPATIC_ARTERY}"]' in lines
    (parts,) = [line for line in lines if line.startswith('# parts."오더"')]
    assert parts == '# parts."오더" = ["{drug} {dose}{dose_unit},…", "{drug} {dose} {dose_unit};…"]'  # the first that fits is taken


def test_births_of_six_digits_are_asked_about_with_their_century(drafted):
    lines, settings = drafted(master=rows("등록번호,주민앞자리,M/F,Dx", "560321|600204", "Female|Male", "C22.0"))
    at = lines.index('# headers."주민앞자리" = "birth_date"')
    assert "do not say the century" in lines[at - 1] and lines[at + 1] == "# births_from = 1920"
    assert not any("identifiers = " in line for line in lines)  # else they would be dropped
    assert "given" not in tables_of(settings)["patients"]


def test_files_of_one_table_that_lack_other_columns_have_a_source_each(drafted):
    _, settings = drafted(
        master=PATIENTS,
        lab_a=other("Pt;채혈일자;검사명;결과값;단위", "2024-03-02", "AST|ALB", "45|3.5", "U/L|g/dL"),
        lab_b=other("Pt;Labor;Test;Messung", "2024-03-02", "INR|AST", "1,1|45"),
    )
    first, second = settings["sources"]["emr"]["tables"]["labs"], settings["sources"]["emr_2"]["tables"]["labs"]
    written = {files["files"][0]: files.get("decimal_mark") for files in (first, second)}
    assert written == {"lab_a.csv": None, "lab_b.csv": ","}  # by the cells of a column that nothing reads


def test_a_column_of_numbers_that_nothing_reads_is_offered_where_the_table_lacks_its_number(drafted):
    lines, _ = drafted(master=PATIENTS, labor=other("Pt;채혈일자;Test;Messung;Unit", "2024-03-02", "INR|AST", "1,1|45", "|U/L"))
    at = lines.index(f'{MARK} what is "Messung"? Nothing reads it, and without an answer it stays outside:')
    assert lines[at + 1] == '# headers."Messung" = "value"'


UNREAD = {  # cells of a column of numbers or days: the answers that are offered
    "1|2|3|>10": [],  # asked about without an answer: no column holds the sign
    "1|다발성": ['# codes.tumour_count = { "다발성" = "multiple" }'],
    "1|several": ['# codes.tumour_count = { "several" = "?" }'],
    "1|2|multiple": None,  # what a run reads is not asked about
}


@pytest.mark.parametrize("cells", UNREAD)
def test_cells_that_a_run_will_not_read_as_a_number_are_asked_about(drafted, cells):
    lines, _ = drafted(master=PATIENTS, clinic=rows("Hosp. No.,Visit date,PS,CP,Nodules", "08-Sep-2023", "0|1", "A|B", cells))
    at = [place for place, line in enumerate(lines) if 'cells of "Nodules" cannot be read as tumour_count' in line]
    assert (lines[at[0] + 1 : at[0] + 1 + len(UNREAD[cells] or [])] if at else None) == UNREAD[cells]


def test_two_numbers_in_a_cell_are_asked_about_with_the_form_that_reads_the_first(drafted):
    lines, _ = drafted(master=PATIENTS, clinic=rows("Hosp. No.,Visit date,PS,CP,Tumor size", "08-Sep-2023", "0|1", "A|B", "8.2 x 6.2|7.1"))
    (at,) = [place for place, line in enumerate(lines) if line.startswith(f'{MARK} 5 cells of "Tumor size" cannot be read')]
    assert 'such as "9.9 x 9.9"' in lines[at] and "8.2" not in lines[at]  # no value of a patient
    forms = '["{largest_tumour_cm} x {}", "{largest_tumour_cm}x{}", "{largest_tumour_cm}"]'
    assert lines[at + 1] == f'# parts."Tumor size" = {forms}  # the first number counts'


@pytest.mark.slow
def test_headers_that_clinics_shorten_are_written_and_asked_about_together(drafted):
    lines, settings = drafted(
        master=PATIENTS,
        reads=rows("HN,Exam,촬영,Dr,장비,Tx,회차,TL,종합", "E1|E2", "14-Sep-2023", "KJH|LSY", "CT3상", "간동맥", "1", "PR|SD", "PD|CR"),
    )
    reads = tables_of(settings)["imaging_reads"]
    assert reads["headers"] == {
        "HN": "patient_id", "촬영": "exam_date", "Dr": "reader_id", "장비": "modality", "Tx": "course",
        "TL": "target_response", "종합": "overall_response",
    }  # fmt: skip
    of_table = lines[lines.index("[sources.emr.tables.imaging_reads]") :]
    assert sum("are these headers the columns that are written" in line for line in of_table[: of_table.index("")]) == 1
    assert {"KJH", "LSY"} == set(settings["readers"])  # by their initials


@pytest.mark.slow
def test_one_sheet_fills_the_tables_that_its_columns_are_of(drafted):
    lines, settings = drafted(
        master=rows("차트번호,성,생일,상병,확진,최근 F/U,생사", "남|여", "1956/03/21", "C22.0", "2023/08/21", "2024/05/30", "생|몰")
    )
    tables = tables_of(settings)
    assert set(tables) == {"patients", "follow_up"} and tables["patients"]["files"] == tables["follow_up"]["files"]
    assert {"최근 F/U": "last_contact_date", "생사": "vital_status"}.items() <= tables["follow_up"]["headers"].items()
    assert not any("nothing reads these columns" in line for line in lines)


@pytest.mark.slow
def test_files_of_one_table_that_are_written_otherwise_have_a_source_each(drafted):
    _, settings = drafted(
        master=PATIENTS,
        chem=other("Pt;채혈;항목;결과", "14.09.2023 06:10", "GOT|GPT", "1,2|3,4"),
        markers=other("Pt;채혈;AFP (IU/mL);PIVKA (mAU/mL);PLT (만/㎕)", "09/14/2023", "12.5|80.1", "40|95", "12.1|30.4"),
    )
    chem, markers = settings["sources"]["emr"]["tables"]["labs"], settings["sources"]["emr_2"]["tables"]["labs"]
    assert (chem["files"], chem["date_order"], chem["decimal_mark"]) == (["chem.csv"], "dmy", ",")
    assert (markers["files"], markers["date_order"], markers.get("decimal_mark")) == (["markers.csv"], "mdy", None)
    assert markers["wide"]["PLT (만/㎕)"] == {"test": "PLT", "unit": "만/㎕"}  # ten thousand: a unit of the list


FORMS = {  # a header and cells; the table; the lines of the draft
    "a result and its unit": (
        "결과(단위)", "1,2 mg/dL|3,4 mg/dL|1,1",
        ['decimal_mark = ","', 'parts."결과(단위)" = ["{value} {unit}", "{value}"]'],
    ),
    "limits in one cell": ("참고범위", "0,2~1,2|35~52", ['# parts."참고범위" = ["{lower_limit}~{upper_limit}"]']),
    "a day is no number with a unit": ("DOD", "16-May-2024|29-May-2024", []),
}  # fmt: skip


@pytest.mark.parametrize(("header", "cells", "expected"), FORMS.values(), ids=FORMS)
def test_forms_in_files_of_results(drafted, header, cells, expected):
    lines, settings = drafted(master=PATIENTS, chem=other(f"Pt;채혈;항목;{header}", "14.09.2023", "GOT|GPT", cells))
    assert [line for line in expected if line not in lines] == []
    assert expected or header not in tables_of(settings)["labs"].get("parts", {})


@pytest.mark.slow
def test_a_unit_of_the_header_holds_for_a_number_within_a_text(drafted):
    _, settings = drafted(
        master=PATIENTS,
        measured=rows(
            "HN,Exam,CT일,Dr,Lesion#,T/NT,위치(seg),viable(cm)", "E1", "2023-09-14", "KJH", "T1", "T", "S8", "4.2 x 3.1|5.0 x 4.4"
        ),
    )
    lesions = tables_of(settings)["lesions"]
    assert (lesions["parts"], lesions["unit_of"]) == ({"viable(cm)": ["{viable_mm} x {}"]}, {"viable_mm": "cm"})


@pytest.mark.slow
def test_numbers_between_signs_may_be_something_else_and_are_asked_about(drafted):
    lines, settings = drafted(master=PATIENTS, visits=rows("HN,외래,PS,CTP,BP", "2023-09-14", "PS=1", "A/5|B/7", "120/80|130/90"))
    assert tables_of(settings)["assessments"]["parts"] == {"PS": ["PS={ecog}"], "CTP": ["{child_pugh_class}/{child_pugh_score}"]}
    assert '# parts."BP" = ["{height_cm}/{weight_kg}"]' in lines  # a blood pressure


def test_words_of_a_cause_that_are_of_no_group_are_asked_about(drafted):
    lines, _ = drafted(master=PATIENTS, deaths=rows("Hosp. No.,Date of death,사인", "12-Mar-2024", "간부전|HCC progress"))
    assert '# codes.death_cause = { "HCC progress" = "HCC" }' in lines


def test_columns_that_differ_by_a_number_stand_side_by_side(drafted):
    lines, settings = drafted(
        master=PATIENTS, measured=rows("HN,Exam,CT일,Dr,T1 viable(cm),T2 viable(cm)", "E1", "2023-09-14", "KJH", "4.2", "2.1")
    )
    assert "T1 viable(cm)" not in tables_of(settings)["lesions"]["headers"]  # nothing would read T2
    at = lines.index('# wide."T1 viable(cm)" = { is = "viable_mm", … = "T1" }')
    assert lines[at + 1] == '# wide."T2 viable(cm)" = { is = "viable_mm", … = "T2" }'
    assert tables_of(settings)["lesions"]["unit_of"] == {"viable_mm": "cm"}


def test_short_texts_under_a_header_that_says_nothing_are_asked_about(drafted):
    lines, settings = drafted(master=PATIENTS, visits=rows("HN,외래,번호,CTP,Asc.", "2023-09-14", "E1|E2", "A/5|B/7", "none"))
    assert "번호" not in tables_of(settings)["assessments"]["parts"]
    assert '# parts."번호" = ["E{ecog}"]' in lines  # an ECOG, or a number of an exam


@pytest.mark.slow
def test_of_two_header_rows_the_lower_one_names_the_columns(tmp_path, drafted):
    book = Workbook()
    book.active.append(["환자", None, "전신", "간기능", None])
    book.active.append(["HN", "외래", "PS", "CTP", "Asc."])
    for number in NUMBERS:
        book.active.append([number, dt.date(2023, 9, 14), "PS=1", "A/5", "none"])
    book.save(tmp_path / "visits.xlsx")
    _, settings = drafted(master=PATIENTS)
    assert {"HN", "외래", "Asc."} <= set(tables_of(settings)["assessments"]["headers"])


@pytest.mark.slow
def test_each_sheet_of_a_workbook_that_fills_one_table_has_a_source_and_a_file_without_sheets_needs_none(tmp_path, drafted):
    book = Workbook()
    first, second = book.active, book.create_sheet("older")
    first.title = "newer"
    for sheet, header in ((first, ["HN", "시술일", "시술명"]), (second, ["HN", "시술명", "시술일", "비고"])):
        sheet.append(header)
        for number in NUMBERS:
            sheet.append([number, *("2023-09-14" if name == "시술일" else "TACE" for name in header[1:])])
    book.save(tmp_path / "done.xlsx")
    _, settings = drafted(master=PATIENTS, elsewhere=rows("HN,시술일,시술명", "2022-01-02", "TACE|RFA"))
    blocks = [source["tables"]["procedures"] for source in settings["sources"].values()]
    assert [(block["files"], block.get("sheet")) for block in blocks] == [
        (["done.xlsx", "elsewhere.csv"], "newer"),
        (["done.xlsx"], "older"),
    ]


def test_a_header_whose_column_another_one_has_is_asked_about(drafted):
    """Two readers stand side by side: what the second wrote is no other column of the first's."""
    text = rows("HN,Exam,CT일,판독구분,mRECIST 김판독,mRECIST 이판독", "E1", "2023-09-14", "FU", "PR|SD|PD|CR", "SD|SD|PR|PD")
    lines, _ = drafted(master=PATIENTS, reads=text)
    second = next(at for at, line in enumerate(lines) if line.lstrip("# ").startswith('headers."mRECIST 이판독"'))
    first = next(at for at, line in enumerate(lines) if line.startswith('headers."mRECIST 김판독" = "overall_response"'))
    asked = [at for at, line in enumerate(lines) if line.startswith("# QUESTION") and first < at < second]
    assert asked


def test_a_short_header_is_no_header_that_the_registry_knows():
    met = {(table, header): short_headers(table)[header] for table in raw_tables() for header in short_headers(table)}
    assert {(table, header) for table, header in met if header in header_words(table)} == set()


def test_a_text_whose_bytes_leave_the_encoding_open_is_read_as_the_others_are_and_asked_about(tmp_path, drafted):
    text = rows("HN,Exam,CT일,Dr,Lesion#,T/NT,위치(seg),전체(cm),AP조영", "E1", "2023-09-14", "KJH", "T1", "T", "S8", "4.2", "ø")
    (tmp_path / "measured.csv").write_bytes((text + "\n").encode("cp949"))
    lines, settings = drafted(master=PATIENTS)
    assert tables_of(settings)["lesions"]["encoding"] == "cp949"
    assert any("is this the encoding?" in line for line in lines)


def test_a_workbook_without_a_header_that_could_be_made_out_is_said(tmp_path, drafted):
    book = Workbook()
    for row in (["A", "A"], ["B", "B"], ["1", "2"]):
        book.active.append(row)
    book.save(tmp_path / "notes.xlsx")
    lines, _ = drafted(master=PATIENTS, seen=rows("Hosp. No.,Last seen", "10-Mar-2024"))
    assert any("notes.xlsx: no sheet of it has a header that could be made out" in line for line in lines)


@pytest.mark.slow
def test_columns_that_may_name_a_person_are_asked_about(drafted):
    lines, _ = drafted(master=rows("차트번호,Pt.nm,생일,성,상병,확진", "김", "1956/03/21", "남", "C22.0", "2023/08/21"))
    assert lines[lines.index('# identifiers = ["Pt.nm"]') - 1].startswith(f"{MARK} do these columns name a person?")
    assert not any("김" in line for line in lines)


def test_what_differs_from_row_to_row_is_asked_for_under_a_header_and_never_as_one_word_for_all(drafted):
    lines, _ = drafted(patients=PATIENTS, reads=rows("Hosp. No.,판독의,판독일,표적병변 반응", "R1|R2", "2023-01-09|2023-02-10", "PR|SD"))
    asked = [line for line in lines if "no column is exam_id" in line]
    assert asked and "differs from row to row" in asked[0]
    assert '# headers."…" = "exam_id"' in lines and not any("given.exam_id" in line for line in lines)
