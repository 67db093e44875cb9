"""Writes the findings as a workbook that a person reads, sorts, filters and prints; no cell of it can become a formula or a link."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.book.names import say_name
from pipelines.book.outcome_words import WHAT_HAPPENED
from pipelines.findings.sheets import WORST_FIRST, FoundSheet, sheets_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Cell = Callable[[Mapping[str, Any]], Any]
COLUMNS: tuple[tuple[str, int, Cell], ...] = (  # title, width in letters, what stands there
    ("What happened", 16, lambda one: WHAT_HAPPENED[one["level"]]),
    ("Rule", 8, lambda one: one["rule"]),
    ("File", 20, lambda one: one["source_file"]),
    ("Sheet", 10, lambda one: one["sheet"]),
    ("Row", 7, lambda one: one["source_row"]),
    ("Patient", 12, lambda one: one["number"]),
    ("Pseudonym", 13, lambda one: one["patient"]),
    ("Columns", 16, lambda one: (one["columns"] or "").replace("_status", "")),
    ("As sent", 26, lambda one: one["raw"]),
    ("Arithmetic", 24, lambda one: one["arithmetic"]),
    ("What is wrong", 36, lambda one: one["message"]),
    ("What to do", 36, lambda one: one["action"]),
)
ALWAYS = ("File", "Row", "What happened")  # other columns that nothing fills are left out
SUMMARY = {
    "What happened": 16,
    "Rule": 8,
    "Name": 32,
    "Sheet": 22,
    "Table": 20,
    "Findings": 10,
    "What is wrong": 40,
    "What to do": 40,
    "Page of the rule": 20,
}
COLORS = {"stop": "#F4C7C3", "reject": "#FBE9E7", "flag": "#FFF8E1"}
LINES = {"border": 1, "border_color": "#D5D5D5"}  # between the cells, so that no text runs into the next
LINE_HEIGHT, MOST_LINES = 15, 12  # in points
SHEET_ROWS = 1_048_575  # what a sheet holds below its header
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}  # or raw text would pass through the system's /tmp


def write_findings_workbook(connection: duckdb.DuckDBPyConnection, path: Path, numbers: Mapping[str, str] | None = None) -> None:
    """Write a sheet of counts, and one per source with a row per finding (as many as a sheet holds; the parquet has all).

    `numbers` are the hospital's own patient numbers by pseudonym, for the restricted zone; without them the pseudonyms stand alone.
    """
    import xlsxwriter

    sheets = sheets_of(connection)
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same findings are the same bytes
        _write_sheet(book, "Summary", SUMMARY, _summary(sheets))
        for sheet in sheets:
            found = [one | {"number": (numbers or {}).get(one["patient"])} for one in sheet.findings[:SHEET_ROWS]]
            shown = [(title, width, cell) for title, width, cell in COLUMNS if title in ALWAYS or any(map(cell, found))]
            rows = [(one["level"], *(cell(one) for *_, cell in shown)) for one in found]
            _write_sheet(book, sheet.title, {title: width for title, width, _ in shown}, rows)


def _summary(sheets: Sequence[FoundSheet]) -> list[tuple[Any, ...]]:
    """Return the level and the cells of each line of the summary, the gravest first, then the most."""
    lines, actions = Counter(), {}
    for sheet in sheets:
        for one in sheet.findings:
            line = one["level"], one["rule"], one["name"], sheet.title, one["table"], one["message"]
            lines[line] += 1
            actions[line] = min(one["action"], actions.get(line, one["action"]))
    order = sorted(lines, key=lambda line: (WORST_FIRST.index(line[0]), -lines[line], *(str(part) for part in line[1:])))
    return [
        (level, WHAT_HAPPENED[level], rule, say_name(name), sheet, table, lines[line], message, actions[line], f"out/rules/{rule}.html")
        for line in order
        for level, rule, name, sheet, table, message in [line]
    ]


def _write_sheet(book: "Workbook", name: str, titles: dict[str, int], rows: Sequence[tuple]) -> None:
    """Write a sheet; each row is its level, which gives the color, and its cells."""
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E7ECF1"})
    texts, counts = (
        {
            level: book.add_format({"valign": "top", "text_wrap": True, "bg_color": color, **LINES, **more})
            for level, color in COLORS.items()
        }
        for more in ({}, {"align": "center"})
    )
    sheet = book.add_worksheet(name)
    widths = list(titles.values())
    for column, (title, width) in enumerate(titles.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for number, (level, *cells) in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, counts[level])
            else:
                sheet.write_string(number, column, "" if cell is None else str(cell), texts[level])
        sheet.set_row(number, LINE_HEIGHT * min(MOST_LINES, max(map(line_count, cells, widths))))  # not every program fits it by itself
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def line_count(cell: object, width: int) -> int:
    """Return how many lines a cell's text takes in a column of this width; a Hangul letter is two wide."""
    text = "" if cell is None else str(cell)
    return sum(max(1, -(-sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) // (width - 2))) for line in text.split("\n"))
