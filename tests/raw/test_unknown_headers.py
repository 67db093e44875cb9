"""Columns that nothing reads are named once per sheet, by the table that met them first."""

import pytest

from pipelines.raw.unknown_headers import ReadHeaders, note_headers_never_met, note_unknown_headers
from pipelines.warehouse.build_tables import build_table, open_warehouse
from pipelines.warehouse.sql_files import SQL

BOOK = ("book.xlsx", "sheet")


@pytest.fixture(scope="module")
def warehouse():
    with open_warehouse() as connection:
        build_table(connection, SQL / "raw" / "unknown_headers.sql", "raw")
        yield connection


@pytest.fixture
def noted(warehouse):
    def noted(note, *arguments) -> list[tuple]:
        warehouse.execute("delete from raw.unknown_headers")
        note(warehouse, *arguments)
        return [(row[0], row[2], row[4].split(": ")[-1]) for row in warehouse.execute("select * from raw.unknown_headers").fetchall()]

    return noted


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ([ReadHeaders("labs", *BOOK, frozenset({"a"}), ("room",))], [("labs", "book.xlsx", "room")]),
        # what another table of the same sheet reads is known
        (
            [
                ReadHeaders("imaging_reads", *BOOK, frozenset({"reader"}), ("size", "room")),
                ReadHeaders("lesions", *BOOK, frozenset({"size"}), ("reader", "room")),
            ],
            [("imaging_reads", "book.xlsx", "room")],
        ),
        # of another sheet it is not
        (
            [ReadHeaders("labs", *BOOK, frozenset(), ("size",)), ReadHeaders("lesions", "book.xlsx", "other", frozenset({"size"}), ())],
            [("labs", "book.xlsx", "size")],
        ),
        ([ReadHeaders("labs", *BOOK, frozenset({"a"}), ())], []),
    ],
)
def test_columns_that_nothing_reads(noted, sheets, said):
    assert noted(note_unknown_headers, sheets) == said


@pytest.mark.parametrize(("headers", "said"), [([], []), (["Alb", "room"], [("labs", None, "Alb, room")])])
def test_headers_of_the_settings_that_no_file_has(noted, headers, said):
    assert noted(note_headers_never_met, "labs", headers) == said
