"""Writes the open queries as workbooks that go out to those who send the rows, with columns for their answers.

One workbook per source. What is asked is locked, the answer columns are not; key and fingerprint, by which an answer finds its query again,
stand in hidden columns at the end, so that sorted, filtered and deleted rows do no harm.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.findings.queries.answers import ANSWERS, BLANK
from pipelines.findings.queries.query_words import COLUMNS, HOW_TO, Language, sheet_names
from pipelines.findings.workbook import LINE_HEIGHT, LINES, MOST_LINES, OPTIONS, line_count
from pipelines.settings.visible import with_names

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ANSWER_COLUMNS = ("answer", "field", "new_value", "comment", "by", "date", "until")
HIDDEN = ("fingerprint",)


def write_query_workbook(queries: Sequence[Mapping[str, Any]], path: Path, language: Language) -> None:
    """Write the queries of one source, in the order in which they are given, and a sheet that says how to answer."""
    import xlsxwriter

    asks, how = sheet_names(language)
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same queries are the same bytes
        _write_queries(book, book.add_worksheet(asks), queries, language)
        _write_how_to(book, book.add_worksheet(how), language)


def _write_queries(book: "Workbook", sheet: "Worksheet", queries: Sequence[Mapping[str, Any]], language: Language) -> None:
    head, locked, free = _formats(book)
    rows = [[_text(column.cell(query, language)) for column in COLUMNS] for query in queries]
    hidden = _hidden(rows)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, None, {"hidden": column.name in hidden})
        sheet.write_string(0, place, column.title[language], head)
    sheet.set_row(0, LINE_HEIGHT * max(line_count(column.title[language], column.width) for column in COLUMNS if column.name not in hidden))
    for number, cells in enumerate(rows, start=1):
        for place, (column, cell) in enumerate(zip(COLUMNS, cells, strict=True)):
            sheet.write_string(number, place, cell, free if column.name in ANSWER_COLUMNS else locked)
        tall = max(line_count(cell, column.width) for column, cell in zip(COLUMNS, cells, strict=True) if column.name not in hidden)
        sheet.set_row(number, LINE_HEIGHT * min(MOST_LINES, tall))
    place = {column.name: number for number, column in enumerate(COLUMNS)}
    last = max(len(queries), 1)
    sheet.data_validation(1, place["answer"], last, place["answer"], {"validate": "list", "source": list(ANSWERS), "error_type": "warning"})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(COLUMNS) - len(HIDDEN) - 1)
    sheet.protect("", {"sort": True, "autofilter": True, "delete_rows": True, "format_rows": True, "format_columns": True})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _hidden(rows: Sequence[Sequence[str]]) -> set[str]:
    """Return the columns that nobody needs to see: those that nothing fills, and pseudonyms where every row has the hospital's number."""
    filled = {column.name: [bool(cells[place]) for cells in rows] for place, column in enumerate(COLUMNS)}
    empty = {name for name, each in filled.items() if name not in ANSWER_COLUMNS and not any(each)}
    is_known = all(number or not patient for number, patient in zip(filled["patient_number"], filled["patient"], strict=True))
    return {*HIDDEN, *empty} | ({"patient"} if is_known else set())


def _write_how_to(book: "Workbook", sheet: "Worksheet", language: Language) -> None:
    head, _, _ = _formats(book)
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for number, (name, said) in enumerate(HOW_TO[language]):
        sheet.write_string(number, 0, name, head)
        sheet.write_string(number, 1, said.format(blank=BLANK), text)
        sheet.set_row(number, LINE_HEIGHT * line_count(said, 90))
    sheet.protect("")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _formats(book: "Workbook") -> tuple["Format", "Format", "Format"]:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E7ECF1"})
    locked = book.add_format({"text_wrap": True, "valign": "top", **LINES})
    free = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8E1", "locked": False, "num_format": "@", **LINES})
    return head, locked, free


def _text(cell: Any) -> str:
    return with_names(str(cell)) if cell not in (None, "") else ""
