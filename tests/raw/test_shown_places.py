"""Outside the restricted zone files and sheets are called by words of the settings or by their numbers."""

import polars as pl
import pytest

from pipelines.drop.sheet import Sheet
from pipelines.raw.shown_places import as_shown, files_as_shown, note_place, shown_places
from pipelines.warehouse.build_tables import open_warehouse


@pytest.fixture(scope="module")
def connection():
    with open_warehouse() as connection:
        for file, sheet, shown, named in (
            ("labs_KIM.csv", "", "labs_*.csv (file 3)", None),
            ("book.xlsx", "홍길동", "book.xlsx", None),
            ("book.xlsx", "labs", "book.xlsx", "labs"),
            ("book.xlsx", "labs", "book.xlsx", None),  # for another table, which leaves the sheet to the file
            ("book.xlsx", "90817263", "book.xlsx", None),
        ):
            note_place(connection, Sheet(file, sheet, (), pl.DataFrame(), (), {}, "", shown=shown), named)
        yield connection


def test_a_sheet_has_its_name_where_the_settings_name_it_and_else_a_number(connection):
    assert shown_places(connection) == {
        ("labs_KIM.csv", ""): ("labs_*.csv (file 3)", ""),
        ("book.xlsx", "홍길동"): ("book.xlsx", "sheet 1"),
        ("book.xlsx", "labs"): ("book.xlsx", "labs"),
        ("book.xlsx", "90817263"): ("book.xlsx", "sheet 3"),
    }
    assert files_as_shown(connection) == {"labs_KIM.csv": "labs_*.csv (file 3)", "book.xlsx": "book.xlsx"}


def test_counts_of_a_sheet_are_told_so(connection):
    counts = [{"file": "book.xlsx", "sheet": "홍길동", "read": 3}, {"file": "labs_KIM.csv", "sheet": "", "read": 1}]
    assert as_shown(connection, counts) == [
        {"file": "book.xlsx", "sheet": "sheet 1", "read": 3},
        {"file": "labs_*.csv (file 3)", "sheet": "", "read": 1},
    ]


def test_released_rows_say_where_they_come_from_without_a_name(connection):
    from pipelines.release.describe_columns import describe_columns

    connection.execute("create or replace table accepted.labs as select 'labs_KIM.csv' as source_file, '' as sheet, 5 as source_row")
    columns = ", ".join(column.selected for column in describe_columns(connection, "accepted", "labs"))
    assert connection.sql(f"select {columns} from accepted.labs").fetchall() == [("labs_*.csv (file 3)", "", 5)]
