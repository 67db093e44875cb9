"""Codes are read by the book of their own source and column, and by no other."""

import pytest

from pipelines.warehouse.table_files import raw_tables, table_columns
from tests.staging_of import read

CODED = [(table, column) for table in raw_tables() for column in table_columns(table) if column.codes]


def code(key, source, written):
    """Return (code, status)."""
    found = read(f"read_code('{key}', '{source}', $1::varchar)", written)
    return found, read("status_of($1::varchar, $2::varchar)", found, written)


@pytest.mark.parametrize(
    ("source", "written", "expected"),
    [
        ("seoul", "1", ("M", "ok")),
        ("busan", "1", ("F", "ok")),  # the other way round
        ("seoul", "2", ("F", "ok")),
        ("busan", "2", ("M", "ok")),
        ("seoul", "3", (None, "unreadable")),
        ("nowhere", "1", (None, "unreadable")),
        ("seoul", "남", ("M", "ok")),
        ("busan", " female ", ("F", "ok")),
        ("seoul", "Ｍ", ("M", "ok")),
        ("seoul", "", (None, "unreadable")),
        ("seoul", None, (None, "missing")),
    ],
)
def test_each_source_has_its_own_book(source, written, expected):
    assert code("patients.sex", source, written) == expected


def test_the_book_of_one_column_is_not_that_of_another():
    assert code("follow_up.vital_status", "seoul", "1") == (None, "unreadable")
    assert code("labs.test", "busan", "L3105") == ("AST", "ok")
    assert code("labs.test", "seoul", "L3105") == (None, "unreadable")


def test_a_source_s_own_word_goes_before_the_registry_s_however_it_is_written():
    assert code("lesions.role", "seoul", "n") == ("NEW", "ok")
    assert code("lesions.role", "busan", "n") == ("NONTARGET", "ok")  # declared as N
    assert code("lesions.role", "busan", "NEW") == ("NEW", "ok")


@pytest.mark.parametrize(("table", "column"), CODED, ids=[f"{table}.{column.name}" for table, column in CODED])
def test_every_word_of_the_registry_means_one_code(table, column):
    for meant, words in column.codes.items():
        for word in (meant, *words):
            assert code(f"{table}.{column.name}", "seoul", word) == (meant, "ok"), word


@pytest.mark.parametrize(("written", "expected"), [("Y", True), ("N", False), (None, None), ("?", None)])
def test_yes_and_no(written, expected):
    assert read("is_yes($1::varchar)", written) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("C22.0", "C220"),
        (" c220 ", "C220"),
        ("AC22.0", "C220"),
        ("C22.0 간세포암종", "C220"),
        ("C22.0간세포암", "C220"),
        ("C22.0: Hepatocellular carcinoma, NOS", "C220"),
        ("C22.0 (HCC)", "C220"),
        ("C22.1 담관암", "C221"),
        ("C22.0, C22.1", None),  # two codes
        ("C22.0 r/o", None),
        ("C22.0 R.O. HCC", None),
        ("C22.0?", None),
        ("C22.0 간세포암종 의증", None),
        ("C22.0 가족력", None),
        ("C22.0 suspected", None),
        ("C22.0 not HCC", None),
        ("C22.0 likely", None),
        ("C22.0, HCC unlikely", None),
        ("C22.0 consider HCC", None),
        ("C22.0 DDx HCC", None),
        ("C22.0 FH", None),
        ("C22.0 가능성", None),
        ("C22.0 간세포암 아닌 것으로 보임", None),
        ("간세포암 C22.0", None),  # a sentence
        ("Kim C220", None),
        ("", None),
        (None, None),
    ],
)
def test_a_diagnosis_is_a_code_that_its_name_may_follow(written, expected):
    assert read("diagnosis_code($1::varchar)", written) == expected
