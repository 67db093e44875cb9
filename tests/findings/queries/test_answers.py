"""An answer becomes a move of its query, or is refused with its reason; a list survives what people do to it in a spreadsheet."""

import datetime as dt
from dataclasses import replace

import duckdb
import openpyxl
import pytest

from pipelines.drop.sheet import UnreadableDrop
from pipelines.findings.queries.answers import Answer, take_answers
from pipelines.findings.queries.answers_file import read_answers
from pipelines.findings.queries.query_words import COLUMNS, HOW_TO, STATUS, sheet_names
from pipelines.findings.queries.query_workbook import write_query_workbook
from pipelines.findings.queries.read_days import read_day

TODAY = dt.date(2024, 4, 1)
HEIGHT = {  # a height of 17.1 cm, which a rule has quarantined
    "query_no": "Q-000001",
    "identity": "i1",
    "state": "open",
    "is_new": True,
    "is_reopened": False,
    "days_open": 3,
    "hangs_on": None,
    "rule": "PA-002",
    "level": "reject",
    "layer": "staging",
    "table": "assessments",
    "columns": "height_cm",
    "patient": "p1",
    "patient_number": "00012345",
    "entity": "2023-01-08",
    "fingerprint": "f1",
    "staged_table": "assessments",
    "staged_row_key": "k1",
    "may_be_right": True,
    "raw": "height_cm=17.1",
    "arithmetic": None,
    "source_file": "assessments.csv",
    "sheet": "",
    "source_row": 7,
    "message": "the height is below 50 cm",
    "action": "Correct the height.",
    "source": "emr",
}
DATE = HEIGHT | {"query_no": "Q-000002", "identity": "i2", "rule": "CV-009", "columns": "assessment_date_status", "may_be_right": False}
PATIENT = HEIGHT | {"query_no": "Q-000003", "identity": "i3", "layer": "cohort", "level": "flag", "staged_row_key": None, "columns": "a, b"}
GONE = HEIGHT | {"query_no": "Q-000004", "identity": "i4", "state": "closed"}
QUERIES = [HEIGHT, DATE, PATIENT, GONE]
RIGHT = Answer(2, "Q-000001", "f1", "right as it is", "height_cm", "", "measured twice", "Kim", "2024-03-31")
VALUE = replace(RIGHT, answer="correct value given", value="171")


@pytest.fixture(scope="module")
def connection():
    """The queries above, and the one row of the extracts that they are about."""
    import polars as pl

    with duckdb.connect() as connection:
        for layer in ("queries", "raw"):
            connection.execute(f"create schema {layer}")
        connection.register("drawn", pl.DataFrame(QUERIES, infer_schema_length=None))
        connection.execute("create table queries.queries as from drawn")
        row = "select 'k1' as row_key, 'p1' as patient_id, '2023-01-08' as assessment_date, '17.1' as height_cm, '1' as ecog"
        connection.execute(f"create table raw.assessments as {row}")
        yield connection


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (replace(RIGHT, query_no="Q-000009"), "no query of this number"),
        (replace(RIGHT, query_no="Q-000004"), "closed by now"),
        (replace(RIGHT, answer="maybe"), "none of the list"),
        (replace(RIGHT, by=""), "who answered"),
        (replace(RIGHT, day=""), "when it was answered"),
        (replace(RIGHT, day="2024-04-02"), "not after today"),
        (replace(RIGHT, day="1-2"), "when it was answered"),
        (replace(RIGHT, until="2024-03-30"), "lies before the answer"),
        (replace(RIGHT, fingerprint="f0"), "has changed since the list went out"),
        (replace(RIGHT, value="171"), "and the answer is not: correct value given"),
        (replace(RIGHT, query_no="Q-000002"), "cannot be right as it is"),
        (replace(VALUE, value=""), "the correct value is missing"),
        (replace(VALUE, field="shoe_size"), "none of the table assessments"),
        (replace(VALUE, field="height_cm; ecog"), "2 fields are named and 1 values given"),
        (replace(VALUE, field="ecog; ecog", value="1; 2"), "each field once"),
        (replace(VALUE, field="patient_id"), "none of the table assessments"),
        (replace(VALUE, query_no="Q-000003"), "no single row"),
    ],
)
def test_a_row_is_refused_with_its_reason_and_the_others_are_taken(connection, answer, why):
    taken = take_answers(connection, [answer, replace(RIGHT, query_no="Q-000003")], [], TODAY)
    ((refused, said),) = taken.refused
    assert refused == answer and why in said
    assert [move["query_no"] for move in taken.moves] == ["Q-000003"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (replace(RIGHT, answer="corrected in EMR"), "answered"),
        (VALUE, "answered"),
        (RIGHT, "accepted"),
        (replace(RIGHT, until="2024-04-30"), "accepted"),
        (replace(RIGHT, day="2024-04-01"), "accepted"),  # today
        (replace(RIGHT, answer="cannot be resolved"), "accepted"),
    ],
)
def test_an_answer_moves_its_query_and_the_same_again_changes_nothing(connection, answer, state):
    taken = take_answers(connection, [answer], [], TODAY)
    (move,) = taken.moves
    assert (move["state_from"], move["state_to"], move["made_by"], move["day"]) == ("open", state, "Kim", read_day(answer.day))
    again = take_answers(connection, [answer], [move | {"move_no": 1}], TODAY)
    assert (again.moves, again.known) == ([], 1)
    (other,) = take_answers(connection, [replace(answer, comment="asked again")], [move | {"move_no": 1}], TODAY).moves
    assert other["comment"] == "asked again"


def test_a_value_says_which_cell_it_is_for(connection):
    (move,) = take_answers(connection, [VALUE], [], TODAY).moves
    (cell,) = move["cells"]
    assert (move["staged_table"], cell["field"], cell["new_value"]) == ("assessments", "height_cm", "171")
    (emptied,) = take_answers(connection, [replace(VALUE, value="(blank)")], [], TODAY).moves
    assert emptied["cells"] == [cell | {"new_value": ""}]


def test_one_answer_may_correct_several_cells_of_its_row(connection):
    (move,) = take_answers(connection, [replace(VALUE, field="height_cm; ecog", value="171; (blank)")], [], TODAY).moves
    assert [(cell["field"], cell["new_value"]) for cell in move["cells"]] == [("height_cm", "171"), ("ecog", "")]
    (move,) = take_answers(connection, [replace(VALUE, value="171; lying")], [], TODAY).moves
    assert [cell["new_value"] for cell in move["cells"]] == ["171; lying"], "of one field alone a semicolon is part of the value"


def test_two_answers_to_one_query_or_two_values_for_one_cell_are_refused(connection):
    twice = take_answers(connection, [RIGHT, replace(RIGHT, answer="corrected in EMR")], [], TODAY)
    assert ["answered twice" in why for _, why in twice.refused] == [True]
    other = replace(VALUE, query_no="Q-000002", value="172")
    assert ["another value for the same cell" in why for _, why in take_answers(connection, [VALUE, other], [], TODAY).refused] == [True]
    given = take_answers(connection, [VALUE], [], TODAY).moves[0] | {"move_no": 1}
    assert ["another value for the same cell" in why for _, why in take_answers(connection, [other], [given], TODAY).refused] == [True]
    taken_back = given | {"move_no": 2, "answer": "corrected in EMR", "cells": None}
    assert take_answers(connection, [other], [given, taken_back], TODAY).refused == []
    assert take_answers(connection, [replace(other, value="171")], [given], TODAY).refused == [], "both say the same"


# --- the list as a workbook


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (HEIGHT, "height_cm"),
        (HEIGHT | {"columns": "collected_date", "raw": "collected_at=31.02.2023"}, "collected_at"),  # as it is sent
        (HEIGHT | {"raw": "weight_kg=80; height_cm=17.1"}, ""),  # which of the two is wrong is to be said
        (HEIGHT | {"raw": None}, ""),
        (PATIENT, ""),
    ],
)
def test_the_field_of_one_cell_need_not_be_typed(query, field):
    (column,) = (column for column in COLUMNS if column.name == "field")
    assert column.cell(query, "en") == field


def fill(path, rows: dict[str, dict[str, object]], *, titles=None, keep=lambda query_no: True):
    """Fill in a list as a person does: answers by query and title, some rows deleted, the rows upside down."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head, body = cells[0], [row for row in cells[1:] if keep(row[0])]
    for row in body:
        for title, value in rows.get(row[0], {}).items():
            row[head.index(title)] = value
    for number, row in enumerate(reversed(body), start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    sheet.delete_rows(2 + len(body), len(cells))
    for old, new in (titles or {}).items():
        sheet.cell(1, head.index(old) + 1).value = new
    book.save(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_list_goes_out_and_comes_back_sorted_and_with_rows_deleted(tmp_path, language):
    path = tmp_path / "queries [emr].xlsx"
    write_query_workbook(QUERIES[:3], path, language)
    titles = dict(
        zip(("answer", "by", "date"), {"en": ("ANSWER", "By", "Date"), "ko": ("답변", "답변자", "답변일")}[language], strict=True)
    )
    said = {titles["answer"]: "right as it is", titles["by"]: "Kim", titles["date"]: dt.datetime(2024, 3, 31)}
    answers = read_answers(fill(path, {"Q-000001": said}, keep=lambda query_no: query_no != "Q-000002"))
    assert [(one.query_no, one.answer, one.fingerprint) for one in answers] == [
        ("Q-000003", "", "f1"),
        ("Q-000001", "right as it is", "f1"),
    ]
    assert (answers[1].field, answers[1].by, read_day(answers[1].day)) == ("height_cm", "Kim", dt.date(2024, 3, 31))


def test_what_is_asked_is_locked_and_the_answers_are_not(tmp_path):
    path = tmp_path / "list.xlsx"
    write_query_workbook(QUERIES[:1], path, "en")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == list(sheet_names("en"))
    sheet = book.worksheets[0]
    free = [sheet.cell(1, cell.column).value for cell in sheet[2] if not cell.protection.locked]
    assert free == ["ANSWER", "Field to correct", "Correct value", "Comment", "By", "Date", "Right until"]
    assert sheet.protection.sheet and sheet.freeze_panes == "B2" and sheet.auto_filter.ref and sheet.column_dimensions["V"].hidden
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1.strip('"').split(",") == ["corrected in EMR", "correct value given", "right as it is", "cannot be resolved"]


@pytest.mark.slow
def test_a_file_that_is_no_list_is_refused_whole(tmp_path):
    path = tmp_path / "list.xlsx"
    write_query_workbook(QUERIES[:1], path, "en")
    fill(path, {}, titles={"ANSWER": "Reply", "Date": "Reply date"})
    with pytest.raises(UnreadableDrop, match='it is no list of queries: the columns "ANSWER", "Date" are not there'):
        read_answers(path)


def test_no_word_of_a_list_lacks_its_translation():
    assert len(HOW_TO["en"]) == len(HOW_TO["ko"]) and STATUS["en"].keys() == STATUS["ko"].keys()
    assert sheet_names("en") != sheet_names("ko")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-31", dt.date(2024, 3, 31)),
        ("2024.3.31.", dt.date(2024, 3, 31)),
        ("2024/03/31", dt.date(2024, 3, 31)),
        ("20240331", dt.date(2024, 3, 31)),
        ("2024년 3월 31일", dt.date(2024, 3, 31)),
        ("2024-03-31 00:00:00", dt.date(2024, 3, 31)),
        ("2024-02-30", None),
        ("2024331", None),  # the 31st of March, or the first of the 33rd month
        ("03/04/2024", None),
        ("1-2", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_written_or_not_at_all(text, day):
    assert read_day(text) == day
