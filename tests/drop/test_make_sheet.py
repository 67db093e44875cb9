"""What all formats share below the header: texts in formulas of their own, and tables that fill a sheet to its last row."""

import polars as pl
import pytest

from pipelines.drop.make_sheet import SheetOrigin, make_sheet
from pipelines.drop.sheet import UnreadableDrop


def sheet_of(header, *rows):
    cells = {f"c{i}": pl.Series(column, dtype=pl.String) for i, column in enumerate(zip(*rows, strict=True))}
    return make_sheet(SheetOrigin("labs.csv"), header, pl.DataFrame(cells | {"source_row": range(2, len(rows) + 2)}))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="00000001"', "00000001"),
        (' ="00000001" ', ' ="00000001" '),  # what begins with a blank is no formula for Excel, either
        ('="say ""45"""', 'say "45"'),
        ('=""', None),
        ('="1"&"2"', '="1"&"2"'),
        ("=1+1", "=1+1"),
        ('"00000001"', '"00000001"'),
        ("00000001", "00000001"),
        (None, None),
    ],
)
def test_a_text_that_is_protected_from_excel_is_that_text(cell, text):
    sheet = sheet_of(["id", "test"], [cell, "AST"], ["2", '="ALB"'])
    assert sheet.rows["c0"].to_list() == [text, "2"]
    assert sheet.rows["c1"].to_list() == ["AST", "ALB"]


def test_a_header_may_be_protected():
    assert sheet_of(['="id"', "test"], ["1", "AST"]).header == ("id", "test")


@pytest.mark.parametrize(
    ("last_row", "rows", "encoding", "is_full"),
    [
        (65_536, 65_535, "utf-8", True),
        (65_536, 65_535, "workbook", True),
        (65_535, 65_534, "workbook", False),
        (65_537, 65_536, "utf-8", False),
        (65_536, 60_000, "utf-8", True),  # some rows are blank
        (65_536, 2, "workbook", False),  # a word in the last row
        (65_536, 65_536, "parquet", False),
    ],
)
def test_a_table_that_fills_a_sheet_may_have_lost_rows(last_row, rows, encoding, is_full):
    numbers = [*range(2, rows + 1), last_row]
    below = pl.DataFrame({"c0": ["1"] * rows, "source_row": numbers})
    if not is_full:
        assert make_sheet(SheetOrigin("labs.xls", encoding=encoding), ["id"], below).rows.height == rows
        return
    with pytest.raises(UnreadableDrop, match="ends with row 65,536, the last that a sheet of Excel can hold"):
        make_sheet(SheetOrigin("labs.xls", encoding=encoding), ["id"], below)


def test_a_footer_proves_a_full_table_whole():
    below = pl.DataFrame({"c0": ["1"] * 65_535 + ["(65535 rows)"], "source_row": range(2, 65_538)})
    assert make_sheet(SheetOrigin("labs.csv"), ["id"], below).rows.height == 65_535
