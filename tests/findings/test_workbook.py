"""The workbook of findings: a sheet for each who sent rows, the hospital's own numbers, and every text as text."""

import tempfile
from collections import Counter

import openpyxl
import polars as pl
import pytest

from pipelines.findings.sheets import _titles
from pipelines.findings.workbook import write_findings_workbook
from pipelines.raw.load_sheets import raw_types
from pipelines.warehouse.build_tables import open_warehouse, put_frame
from pipelines.warehouse.table_files import raw_tables

COLUMNS = (
    "rule", "level", "layer", "table", "patient", "row_key", "columns", "raw", "source_file", "source_row", "message", "sheet", "name",
    "action", "arithmetic",
)  # fmt: skip
USUAL = {
    "rule": "CV-016",
    "level": "flag",
    "layer": "staging",
    "columns": "value",
    "message": "no number",
    "name": "value_is_read",
    "action": "send it",
}
SENT = {  # table -> source, file and sheet of its rows
    "patients": [("emr", "pat.csv", "")],
    "labs": [("emr", "lab 2023.csv", ""), ("outside/lab", "lab.xlsx", "one")],
    "follow_up": [("emr", "pat.csv", "")],  # one file for two tables
}


def found(**changes) -> dict:
    return USUAL | changes


FINDINGS = [
    found(table="labs", patient="p1", source_file="lab 2023.csv", sheet="", source_row=7, raw="value=1.2\u00a0", level="reject"),
    found(table="labs", patient="p2", source_file="lab 2023.csv", sheet="", source_row=2),
    found(table="labs", patient="p2", source_file="lab.xlsx", sheet="one", source_row=3, raw='=HYPERLINK("http://x","y")'),
    found(table="follow_up", patient="p1", source_file="pat.csv", sheet="", source_row=4),
    found(table="cycles", layer="cohort", patient="p1", source_file="pat.csv", sheet="", source_row=2),  # led back to the patient's row
    found(table="row_counts", layer="quarantine", row_key="labs", rule="CP-020", level="stop"),  # of a table
    found(table="procedures", rule="CP-021", name="table_is_sent"),  # of one that nobody sends
    found(table="attrition", layer="cohort", rule="CC-013", level="stop"),
]


@pytest.fixture(scope="module")
def hospital():
    connection = open_warehouse()
    for table in raw_tables():
        rows = [{"source": source, "source_file": file, "sheet": sheet} for source, file, sheet in SENT.get(table, [])]
        put_frame(connection, f"raw.{table}", pl.DataFrame(rows, schema=raw_types(table)))
    whole = [{name: None for name in COLUMNS} | one for one in FINDINGS]
    types = dict.fromkeys(COLUMNS, pl.String) | {"source_row": pl.Int64}
    put_frame(connection, "queries.asking_findings", pl.DataFrame(whole, schema=types))
    return connection


@pytest.fixture(scope="module")
def book(hospital, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "findings.xlsx"
    write_findings_workbook(hospital, path, {"p1": "00000001", "p2": "00000002"})
    return openpyxl.load_workbook(path)


def rows(sheet) -> list[dict]:
    titles, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(titles, line, strict=True)) for line in lines]


def test_there_is_a_sheet_for_each_who_sent_rows_and_one_for_the_whole_drop(book):
    assert book.sheetnames == ["Summary", "follow_up", "labs (emr)", "labs (outside_lab)", "patients", "procedures", "whole drop"]
    assert [len(rows(book[name])) for name in book.sheetnames[1:]] == [1, 3, 1, 1, 1, 1]


def test_the_summary_counts_every_finding_the_gravest_first(book):
    summary = rows(book["Summary"])
    assert sum(line["Findings"] for line in summary) == len(FINDINGS)
    assert [line["What happened"] for line in summary] == ["the run is stopped"] * 2 + ["quarantined"] + ["asked about"] * 5
    assert Counter(line["Sheet"] for line in summary)["labs (emr)"] == 3
    assert summary[2] | {"What to do": ""} == {
        "What happened": "quarantined", "Rule": "CV-016", "Name": "Value is read", "Sheet": "labs (emr)", "Table": "labs", "Findings": 1,
        "What is wrong": "no number", "What to do": "", "Page of the rule": "out/rules/CV-016.html",
    }  # fmt: skip


def test_nothing_says_that_a_question_has_failed(book):
    assert not any("fail" in str(cell.value).lower() for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_finding_has_its_place_and_the_hospitals_own_number_beside_the_pseudonym(book):
    stopped, quarantined, asked = rows(book["labs (emr)"])
    assert stopped["Row"] == "" and stopped["Rule"] == "CP-020"
    place = {"File": "lab 2023.csv", "Row": 7, "Patient": "00000001", "Pseudonym": "p1"}
    assert place.items() <= quarantined.items() and quarantined["What happened"] == "quarantined"
    assert (asked["Patient"], asked["Row"]) == ("00000002", 2)


def test_numbers_are_left_out_where_the_hospital_wants_none(hospital, tmp_path):
    write_findings_workbook(hospital, tmp_path / "findings.xlsx", {})
    titles = [cell.value for cell in openpyxl.load_workbook(tmp_path / "findings.xlsx")["labs (emr)"][1]]
    assert "Pseudonym" in titles and "Patient" not in titles


def test_columns_that_nothing_fills_are_left_out(book):
    assert "Sheet" not in rows(book["labs (emr)"])[0] and rows(book["labs (outside_lab)"])[0]["Sheet"] == "one"
    assert "As sent" not in rows(book["follow_up"])[0]


def test_a_character_that_nobody_sees_has_its_name(book):
    assert rows(book["labs (emr)"])[1]["As sent"] == "value=1.2‹U+00A0 NO-BREAK SPACE›"


def test_text_that_looks_like_a_formula_or_a_link_stays_text(book):
    assert rows(book["labs (outside_lab)"])[0]["As sent"] == '=HYPERLINK("http://x","y")'
    assert not any(cell.data_type == "f" or cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)


def test_every_sheet_is_read_filtered_and_printed_with_its_header(book):
    for sheet in book:
        assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1" and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight, sheet.page_setup.orientation) == (1, 0, "landscape")
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


def test_names_of_sheets_are_such_as_excel_takes_and_no_two_are_one():
    sources = {"labs": {"a" * 40, "a" * 41, "A" * 40}, "patients": {"emr"}}
    titles = list(_titles([("labs", source) for source in sorted(sources["labs"])], sources).values())
    assert len({title.casefold() for title in titles}) == 3 and all(len(title) <= 31 for title in titles)


def test_it_is_written_without_a_file_elsewhere(hospital, tmp_path, monkeypatch):
    """The text of patients' rows would pass through the system's folder for temporary files."""

    def elsewhere(*_arguments, **_more):
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, elsewhere)
    write_findings_workbook(hospital, tmp_path / "findings.xlsx")
    assert openpyxl.load_workbook(tmp_path / "findings.xlsx")["follow_up"]["D2"].value == 4
