"""Later rows go before earlier ones about the same thing, where a source sends changes; nothing is lost on the way."""

import polars as pl
import pytest

from pipelines.drop.inventory import Drop, DropFile
from pipelines.drop.stored_file import StoredFile
from pipelines.raw.load_sheets import Loaded, raw_types
from pipelines.raw.replaced_rows import replace_rows
from pipelines.warehouse.build_tables import open_warehouse, put_frame

ROW = ("patient_id", "test", "value", "collected_at", "specimen_id")
# file: its rows. Files 1 to 3 are sendings of the emr; file 0 is of a source that sends all.
A, B = ("P1", "AST", "45", "2023-01-09", None), ("P2", "AST", "61", "2023-01-16", "S7")


def parted(rows: list[tuple], deleted: list[tuple] = ()) -> tuple[list[tuple], list[tuple]]:
    """Return (number of the sending, value) of the rows that stay, and of those that are replaced; `rows` are (sending, *cells)."""
    connection = open_warehouse()
    drawn = [
        {"source": "emr" if sending else "other", "source_file": f"{sending}", "sheet": "", "source_row": line}
        | dict(zip(ROW, cells, strict=True))
        for line, (sending, *cells) in enumerate(rows, 2)
    ]
    put_frame(
        connection, "raw.labs", pl.DataFrame([{name: row.get(name) for name in raw_types("labs")} for row in drawn], raw_types("labs"))
    )
    files = tuple(
        DropFile(f"{sending}", StoredFile(f"{sending}", None, sending=sending), is_claimed=True, source="emr" if sending else "")  # type: ignore[arg-type]
        for sending in (0, 1, 2, 3)
    )
    loaded = Loaded(deletions=[("labs", f"{rows[place][0]}", "", place + 2) for place in deleted])
    replace_rows(connection, "labs", Drop(None, files, ()), loaded)  # type: ignore[arg-type]
    stay = connection.execute("select source_row - 2 from raw.labs order by all").fetchall()
    gone = connection.execute("select source_row - 2 from raw.replaced_rows where \"table\" = 'labs' order by all").fetchall()
    assert len(stay) + len(gone) == len(rows)
    return [place for (place,) in stay], [place for (place,) in gone]


@pytest.mark.parametrize(
    ("rows", "stay"),
    [
        ([(1, *A), (1, *B)], [0, 1]),
        ([(1, *A), (2, "P1", "AST", "54", "2023-01-09", None)], [1]),
        ([(1, *A), (2, "P1", "AST", "54", "2023-01-09", None), (3, *A)], [2]),  # it was right before
        ([(1, *A), (2, "P1", " ast", "54", "2023-01-09", "")], [1]),  # capitals and blanks tell no keys apart
        ([(1, *A), (2, "P1", "AST", "54", "2023-01-10", None)], [0, 1]),  # of another day
        ([(1, *A), (2, "P1", "AST", "54", "2023-01-09", "S1")], [0, 1]),  # of a specimen
        ([(1, *A), (1, "P1", "AST", "46", "2023-01-09", None)], [0, 1]),  # two in one sending: the gate asks which
        ([(1, *A), (1, "P1", "AST", "46", "2023-01-09", None), (2, *A)], [2]),
        ([(0, *A), (2, "P1", "AST", "54", "2023-01-09", None)], [0, 1]),  # of another source
    ],
)
def test_what_stays(rows, stay):
    assert parted(rows)[0] == stay


def test_what_is_said_to_be_gone_goes_with_the_row_that_says_so():
    assert parted([(1, *A), (1, *B), (2, *A)], deleted=[2]) == ([1], [0, 2])
    assert parted([(1, *A), (2, *A), (2, "P1", "AST", "54", "2023-01-09", None)], deleted=[1]) == ([2], [0, 1]), "gone, and sent anew"
    assert parted([(2, *A)], deleted=[0]) == ([], [0]), "of nothing that was sent"
