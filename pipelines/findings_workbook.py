"""Writes the findings as a workbook that a person reads, sorts and filters; no cell of it can become a formula or a link."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb

WORST_FIRST = "case level when 'stop' then 0 when 'reject' then 1 else 2 end"
SUMMARY = f"""
    select level, rule, any_value(name), "table", count(*), any_value(message), any_value(action)
    from quarantine.findings group by level, rule, "table", columns
    order by {WORST_FIRST}, count(*) desc, rule, "table", columns
"""
FINDINGS = f"""
    select level, rule, "table", source_file, sheet, source_row, patient, columns, raw, message, action
    from quarantine.findings
    order by {WORST_FIRST}, source_file, sheet, source_row, rule, columns, row_key
    limit {{limit}}
"""
SHEET_ROWS = 1_048_575  # what a sheet holds below its header


def write_findings_workbook(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write two sheets: a count per rule and table, and one row per finding (as many as a sheet holds; the parquet has all)."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same findings are the same bytes
        titles = {"Level": 8, "Rule": 9, "Name": 44, "Table": 20, "Findings": 10, "What is wrong": 60, "What to do": 60}
        _write_sheet(book, "Summary", titles, connection.execute(SUMMARY).fetchall())
        titles = {
            "Level": 8,
            "Rule": 9,
            "Table": 20,
            "File": 26,
            "Sheet": 12,
            "Row": 8,
            "Patient (pseudonym)": 24,
            "Columns": 24,
            "As sent": 30,
            "What is wrong": 60,
            "What to do": 60,
        }
        _write_sheet(book, "Findings", titles, connection.execute(FINDINGS.format(limit=SHEET_ROWS)).fetchall())


def _write_sheet(book, name: str, titles: dict[str, int], rows: Sequence[tuple]) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"valign": "top", "text_wrap": True})
    sheet = book.add_worksheet(name)
    for column, (title, width) in enumerate(titles.items()):
        sheet.set_column(column, column, width, body)
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell is not None:
                sheet.write_string(number, column, str(cell))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
