"""Writes the findings as a workbook that a person reads, sorts and filters; no cell of it can become a formula or a link."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipelines.book.names import say_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WORST_FIRST = "case level when 'stop' then 0 when 'reject' then 1 else 2 end"
SUMMARY = f"""
    select level, rule, min(name), "table", count(*), message, min(action),
        'out/rules/' || rule || '.html' as page
    from quarantine.findings group by level, rule, "table", columns, message
    order by {WORST_FIRST}, count(*) desc, rule, "table", columns, message
"""
FINDINGS = f"""
    select level, rule, "table", source_file, sheet, source_row, patient, replace(columns, '_status', ''), raw, arithmetic, message, action
    from quarantine.findings
    order by {WORST_FIRST}, source_file, sheet, source_row, rule, columns, row_key, "table", message, arithmetic
    limit {{limit}}
"""
COLORS = {"stop": "#F4C7C3", "reject": "#FBE9E7", "flag": "#FFF8E1"}
LINE_HEIGHT, MOST_LINES = 15, 12  # in points
SHEET_ROWS = 1_048_575  # what a sheet holds below its header
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}  # or raw text would pass through the system's /tmp


def write_findings_workbook(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write two sheets: a count per rule and table, and one row per finding (as many as a sheet holds; the parquet has all)."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, OPTIONS) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same findings are the same bytes
        titles = {
            "Level": 8,
            "Rule": 9,
            "Name": 36,
            "Table": 22,
            "Findings": 11,
            "What is wrong": 48,
            "What to do": 48,
            "Page of the rule": 24,
        }
        summary = [(level, rule, say_name(name), *more) for level, rule, name, *more in connection.execute(SUMMARY).fetchall()]
        _write_sheet(book, "Summary", titles, summary)
        titles = {
            "Level": 8,
            "Rule": 9,
            "Table": 22,
            "File": 26,
            "Sheet": 10,
            "Row": 8,
            "Patient (pseudonym)": 25,
            "Columns": 22,
            "As sent": 28,
            "Arithmetic": 28,
            "What is wrong": 40,
            "What to do": 40,
        }
        _write_sheet(book, "Findings", titles, connection.execute(FINDINGS.format(limit=SHEET_ROWS)).fetchall())


def _write_sheet(book: "Workbook", name: str, titles: dict[str, int], rows: Sequence[tuple]) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E7ECF1"})
    texts, counts = (
        {level: book.add_format({"valign": "top", "text_wrap": True, "bg_color": color, **more}) for level, color in COLORS.items()}
        for more in ({}, {"align": "center"})
    )
    sheet = book.add_worksheet(name)
    widths = list(titles.values())
    for column, (title, width) in enumerate(titles.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, counts[row[0]])
            else:
                sheet.write_string(number, column, "" if cell is None else str(cell), texts[row[0]])
        sheet.set_row(number, LINE_HEIGHT * min(MOST_LINES, max(map(_lines, row, widths))))  # not every program fits it by itself
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lines(cell: object, width: int) -> int:
    """Return how many lines a cell's text takes in a column of this width; a Hangul letter is two wide."""
    text = "" if cell is None else str(cell)
    return sum(max(1, -(-sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) // (width - 3))) for line in text.split("\n"))
