"""Which rows came, went and changed since the last release: copies, order and names of files count for nothing."""

import re

import duckdb
import polars as pl
import pytest

from pipelines.gate.row_changes import build_row_changes, describe_changes
from pipelines.gate.self_test.draw_cases import put_typed
from pipelines.report.language import ReportWords
from pipelines.warehouse.build_tables import fill_table, open_warehouse, put_frame
from pipelines.warehouse.table_files import raw_tables
from tests.small_drop import SmallDrop, small_drop, text_of  # noqa: F401

THEN = [  # row, patient, file of the last release
    ("a0", "the same", "old.csv"),
    ("a1", "sent twice", "old.csv"),
    ("a2", "was sent twice", "old.csv"),
    ("a2#2", "was sent twice", "old.csv"),
    ("a3", "in a file of another name", "old.csv"),
    ("a4", "loses a row", "old.csv"),
    ("a5", "loses a row", "old.csv"),
    ("a6", "has another value", "old.csv"),
    ("a7", "has a value that is impossible", "old.csv"),
    ("a8", "is quarantined for another row", "old.csv"),
    ("a9", "withdraws", "old.csv"),
    ("b0", "was quarantined already", "old.csv"),
    ("b1", "is gone with the file", "gone.csv"),
    ("b2", "is gone with the file", "gone.csv"),
]
NOW = [  # row, patient, file, whether in quarantine
    ("a0", "the same", "old.csv", False),
    ("a1", "sent twice", "old.csv", False),
    ("a1#2", "sent twice", "again.csv", False),
    ("a2", "was sent twice", "old.csv", False),
    ("a3", "in a file of another name", "new.csv", False),
    ("a5", "loses a row", "old.csv", False),
    ("c6", "has another value", "old.csv", False),
    ("c7", "has a value that is impossible", "old.csv", True),
    ("a8", "is quarantined for another row", "old.csv", True),
    ("b0", "was quarantined already", "old.csv", True),
    ("c0", "is new", "new.csv", False),
]
CHANGES = {
    ("a4", "loses a row", "went", False),
    ("c6", "has another value", "changed", False),
    ("c7", "has a value that is impossible", "changed", True),
    ("a8", "is quarantined for another row", "quarantined", True),
    ("b1", "is gone with the file", "went", False),
    ("b2", "is gone with the file", "went", False),
    ("c0", "is new", "came", False),
}

SAID = [
    "Since the release of 2024-12-30 1 row came, 3 went, 2 changed, and 1 of before are quarantined now",
    "*.csv (file 1), which is not sent any more, lost 2 of its 2 rows, of 1 patient",
    "*.csv (file 3) lost 1 of its 11 rows, of 1 patient",
    "4 patients of the cohort lost a baseline value",
]


def drawn(*, is_first: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with these laboratory results, compared."""
    connection = open_warehouse()
    schema = dict.fromkeys(("row_key", "patient_id", "source_file"), pl.String)
    last, empty = pl.DataFrame(THEN, schema=schema, orient="row"), pl.DataFrame(schema=schema)
    rows = [dict(zip(schema, row, strict=False)) for row in NOW]
    for table in raw_tables():
        is_drawn = table == "labs"
        put_frame(connection, f"last_raw.{table}", last if is_drawn and not is_first else empty)
        accepted_then = [row for row in rows if row["row_key"] in ("a0", "a1", "a8")] if is_drawn and not is_first else []
        put_typed(connection, f"last_accepted.{table}", accepted_then)
        put_typed(connection, f"staging.{table}", rows if is_drawn else [])
        put_typed(connection, f"quarantine.{table}", [row for row, drawn in zip(rows, NOW, strict=True) if drawn[3]] if is_drawn else [])
    put_typed(
        connection,
        "quarantine.loss_counts",
        [{"row_key": "a baseline value", "patient_count": 4}, {"row_key": "a read", "patient_count": 0}],
    )
    fill_table(connection, "reference.withdrawn_patients", [("withdraws",)])
    fill_table(connection, "reference.last_releases", [] if is_first else [("2024-12-30-0123456789ab", "2024-12-30")])
    fill_table(connection, "reference.last_files", [("old.csv", "*.csv (file 2)"), ("gone.csv", "*.csv (file 1)")])
    fill_table(connection, "raw.shown_places", [("old.csv", "", "*.csv (file 3)", ""), ("new.csv", "", "*.csv (file 2)", "")])
    build_row_changes(connection)
    return connection


def test_rows_are_known_by_what_stands_in_them():
    found = drawn().execute("select row_key, patient_id, change, is_quarantined from gate.row_changes where \"table\" = 'labs'").fetchall()
    assert set(found) == CHANGES and len(found) == len(CHANGES)


def test_a_first_run_has_no_changes():
    connection = drawn(is_first=True)
    assert connection.execute("select count(*) from gate.row_changes").fetchall() == [(0,)]
    assert describe_changes(connection) == {}


def test_losses_are_said_by_file_and_patients_and_files_by_their_numbers_of_tonight():
    said = describe_changes(drawn())
    assert said["since"] == "2024-12-30-0123456789ab"
    assert said["words"] == SAID


@pytest.mark.parametrize("sentence", [*SAID, "1 patient of the cohort lost a read", "2 more files lost 9 rows"])
def test_what_is_said_is_said_in_korean_too(sentence):
    assert re.fullmatch(r"[^A-Za-z]*", ReportWords("ko").said(sentence).replace("*.csv (file 1)", "").replace("*.csv (file 3)", ""))


LABS = text_of("labs")
HEAD, *ROWS = LABS.splitlines(keepends=True)


@pytest.mark.slow
def test_nights_of_a_small_hospital(small_drop: SmallDrop):  # noqa: F811
    small_drop.set("min_rows_of_last_pct = 0", "min_rows_of_last_pct = 95")
    many = [f"00000001,AST,{40 + place},U/L,2023-01-{10 + place}\n" for place in range(12)]
    small_drop.write("labs", "".join([HEAD, *ROWS, *many]))
    assert small_drop.run() == 0
    good = small_drop.status["release"]

    small_drop.write("labs", "".join([HEAD, *many, *ROWS[::-1]]))  # in another order, and again in a second file
    (small_drop.drop / "labs_again.csv").write_text("".join([HEAD, *ROWS, *many]), encoding="utf-8")
    code, out, _ = small_drop.listen()
    assert code == 0 and "Since the release of 2024-12-31 no row came, went or changed." in out
    assert small_drop.status["release"] != good

    (small_drop.drop / "labs_again.csv").unlink()  # of what was sent twice the second is not missed
    assert small_drop.run() == 0

    half = [*ROWS, *many[:3]]
    small_drop.write("labs", "".join([HEAD, *half]))  # half a file, which is sent twice: as many rows as before
    (small_drop.drop / "labs_again.csv").write_text("".join([HEAD, *half, many[0]]), encoding="utf-8")
    code, out, err = small_drop.listen()
    assert code == 3 and "Stopped by CP-014 on labs" in err
    lost = "labs* (file 6) lost 9 of its 18 rows, of 1 patient"
    assert lost in out and lost in small_drop.status["changes"]
    page = (small_drop.data / "out" / "report.html").read_text(encoding="utf-8")
    results = (small_drop.data / "out" / "results.json").read_text(encoding="utf-8")
    assert lost in page and lost in results
