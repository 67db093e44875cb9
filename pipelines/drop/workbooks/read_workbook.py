"""Workbooks of any kind to sheets of text, every row with its true number in the sheet.

A date is told from a text that looks like one, an error keeps its name, and a formula that was never calculated is
#FORMULA, so that neither looks like a missing value.
"""

import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl

from pipelines.drop.content import Content
from pipelines.drop.decode import decode
from pipelines.drop.footer import read_footer
from pipelines.drop.footer_rows import find_part
from pipelines.drop.make_sheet import ALL_OF_THEM, ONLY_A_PART, SheetOrigin, make_sheet
from pipelines.drop.sheet import LEADING_ROWS, ReadOptions, Sheet, UnreadableDrop, find_header, is_blank
from pipelines.drop.workbooks.biff import read_biff
from pipelines.drop.workbooks.binary import read_binary
from pipelines.drop.workbooks.grid import DAMAGED, Grid, UnreadableWorkbook
from pipelines.drop.workbooks.html_tables import choose_tables, find_tables_without_header, list_texts_of_others, read_html
from pipelines.drop.workbooks.ooxml import read_ooxml
from pipelines.drop.workbooks.opendocument import read_opendocument
from pipelines.drop.workbooks.package import Package
from pipelines.drop.workbooks.spreadsheetml import read_spreadsheetml

READERS: dict[Content, Callable[[bytes, str | None], list[Grid] | None]] = {
    Content.XLSX: lambda data, wanted: read_ooxml(Package(data), wanted),
    Content.XLSB: lambda data, wanted: read_binary(Package(data), wanted),
    Content.XLS: read_biff,
    Content.ODS: read_opendocument,
    Content.XML_2003: read_spreadsheetml,
}
WITHOUT_HEADER = (
    "beside the table with the header there is another one of as many columns, which has no header, so that rows may be lost",
    "export it as one table, as text or as a workbook, and send that",
)
DAMAGE = (ValueError, LookupError, struct.error, ArithmeticError, EOFError, zipfile.BadZipFile)


def read_workbook(data: bytes, file: str, content: Content, options: ReadOptions, header_words: frozenset[str]) -> list[Sheet]:
    """Return the declared sheet or, by default, every visible sheet with data; they are under one header.

    Only these sheets are opened. Raises UnreadableDrop: CV-001 for a file that is locked, damaged or without data;
    CV-002 for headers that differ.
    """
    beside: list[str] = []
    try:
        if content is Content.HTML:  # its tables have no names
            tables, beside = read_html(decode(data, file, options.encoding).whole())
            grids: list[Grid] | None = choose_tables(tables, options.sheet, header_words)
            beside += list_texts_of_others(tables, grids or [])
            if grids and find_tables_without_header(tables, grids):
                raise UnreadableWorkbook(*WITHOUT_HEADER)
        else:
            grids = READERS[content](data, options.sheet)
        found = [(grid, cells) for grid in grids or () if (cells := grid.to_frame()).height]
    except UnreadableWorkbook as error:
        raise UnreadableDrop(file, error.wrong, error.remedy) from None
    except DAMAGE:
        raise UnreadableDrop(file, DAMAGED, "save it again in Excel and send it") from None
    if grids is None:
        raise UnreadableDrop(file, f'it has no sheet "{options.sheet}"', "correct sheet for this file in registry.toml")
    if not found and content is Content.HTML:
        wrong = "it is a web page without a table, such as one that says that a session has ended"
        raise UnreadableDrop(file, wrong, "export the table again and send that")
    if not found:
        remedy = 'show the sheet that is meant and send it again, or say sheet = "…" for this file in registry.toml'
        raise UnreadableDrop(file, "no visible sheet of it holds data, and hidden ones are not opened", remedy)
    origins = [SheetOrigin(file, grid.name, "workbook", options.footer_counts_rows, header_words) for grid, _ in found]
    if options.each_sheet:
        return list(_sheets_with_a_table(origins, [cells for _, cells in found]))
    try:
        sheets = [
            replace(_sheet_of(cells, origin), date_system=grid.date_system) for origin, (grid, cells) in zip(origins, found, strict=True)
        ]
    except UnreadableDrop:
        if len(found) == 1:
            raise
        sheets = []  # what is wrong with a sheet that may not be meant is no help
    if len({each.header for each in sheets}) != 1:
        remedy = 'say which one is meant, sheet = "…", for this file in registry.toml'
        wrong = f"{len(found)} sheets hold data and do not have the same header"
        raise UnreadableDrop(file, wrong, remedy, rule="CV-002")
    said = {i: footer for i, text in enumerate(beside) if (footer := read_footer(text))} if options.footer_counts_rows else {}
    if find_part(said, sum(sheet.rows.height + len(sheet.broken) for sheet in sheets)) is not None:
        raise UnreadableDrop(file, ONLY_A_PART, ALL_OF_THEM)
    return sheets


def _sheets_with_a_table(origins: list[SheetOrigin], cells: list[pl.DataFrame]) -> Iterator[Sheet]:
    for origin, of_sheet in zip(origins, cells, strict=True):
        try:
            yield _sheet_of(of_sheet, origin, is_below=True)
        except UnreadableDrop:  # notes, a legend, a picture's data
            continue


def _sheet_of(cells: pl.DataFrame, origin: SheetOrigin, *, is_below: bool = False) -> Sheet:
    top = [(row[-1], row[:-1]) for row in cells.head(LEADING_ROWS).rows()]
    at = find_header(origin.file, top, origin.header_words, is_below=is_below)
    below = cells.slice(at + 1)
    last_row = cells["source_row"][-1]
    return make_sheet(
        replace(origin, above=top[:at]),
        top[at][1],
        below,
        counted_out={
            "above_header": sum(not is_blank(row) for _, row in top[:at]),
            "blank": last_row - top[at][0] - below.height,  # rows between others that have no cell to be seen
        },
    )
