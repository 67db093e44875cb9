"""Text of a CSV stays text in a spreadsheet, and a number stays a number."""

import csv
import io

import polars as pl
import pytest

from pipelines.findings.spreadsheet_text import as_text, as_typed, csv_of

CELLS = [
    ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
    ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
    ("-2+3", "'-2+3"),
    ("@SUM(1)", "'@SUM(1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "␍=1"),
    ("\n=1", "'\n=1"),
    ("＝1+1", "'＝1+1"),
    ("-2.5", "-2.5"),
    ("+1e3", "+1e3"),
    ("a=b", "a=b"),
    ("\x1b[2J", "␛[2J"),
    ("", ""),
]


@pytest.mark.parametrize(("cell", "written"), CELLS)
def test_a_cell_is_no_formula(cell, written):
    assert as_text(cell) == written


def test_a_table_is_written_so():
    frame = pl.DataFrame({"cell": [cell for cell, _ in CELLS], "number": [-1.5] * len(CELLS)})
    read = list(csv.DictReader(io.StringIO(csv_of(frame).decode("utf-8-sig"), newline="")))
    assert [row["cell"] for row in read] == [written for _, written in CELLS]
    assert {row["number"] for row in read} == {"-1.5"}


@pytest.mark.parametrize("typed", ["=1+1", "-3", "- see note", "'quoted'", "+82", "@Kim", "", "plain", "＝1"])
def test_what_comes_back_in_a_file_of_ours_is_what_was_typed(typed):
    assert as_typed(as_text(typed)) == typed
