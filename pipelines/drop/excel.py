"""Excel workbooks to rows of text, every row with its true number in the sheet.

fastexcel reads the cells; what its text form loses is put back: a date cell is told from a text that looks like one,
an error keeps its name, and a formula that was never calculated is #FORMULA, so that neither looks like a missing
value.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import reduce
from typing import Any
from xml.etree import ElementTree

import polars as pl

from pipelines.drop.sheet import LEADING_ROWS, Sheet, SheetOrigin, UnreadableDrop, find_header, is_blank, make_sheet

ERRORS = {
    "NA": "#N/A", "Div0": "#DIV/0!", "Ref": "#REF!", "Num": "#NUM!", "Name": "#NAME?", "Null": "#NULL!",
    "Value": "#VALUE!", "GettingData": "#GETTING_DATA",
}  # fmt: skip
NOT_CALCULATED = "#FORMULA"
LOCKED, DAMAGED = "it is locked with a password", "it is damaged or truncated"
SPECIAL_SECTOR, UNUSED_SECTOR = 0xFFFFFFFC, 0xFFFFFFFF
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
DATE_TEXT = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$"  # how fastexcel writes a date cell
NO_RESULT = re.compile(  # a cell with a formula and no value; t="str" with an empty value is a calculated empty text
    rb"""<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
REFERENCE = re.compile(rb"""\br="([A-Z]+)(\d+)\"""")


def read_workbook(data: bytes, file: str, *, sheet: str | None = None, header_words: frozenset[str] = frozenset()) -> list[Sheet]:
    """Return the declared sheet or, by default, every visible sheet with data; they are under one header.

    Raises UnreadableDrop: CV-001 for a file that is no workbook, locked, truncated or without data; CV-002 for
    headers that differ.
    """
    _refuse_what_is_no_workbook(data, file)
    found = [(name, cells) for name, cells in _load_sheets(data, file, sheet) if any(not is_blank(row[:-1]) for row in cells.iter_rows())]
    if not found:
        remedy = 'send it again, or say sheet = "…" for this file in registry.toml'
        raise UnreadableDrop(file, "no visible sheet of it holds data", remedy)
    try:
        sheets = [_sheet_of(cells, file, name, header_words) for name, cells in found]
    except UnreadableDrop:
        if len(found) == 1:
            raise
        sheets = []  # what is wrong with a sheet that may not be meant is no help
    if len({each.header for each in sheets}) != 1:
        remedy = 'say which one is meant, sheet = "…", for this file in registry.toml'
        wrong = f"{len(found)} sheets hold data and do not have the same header"
        raise UnreadableDrop(file, wrong, remedy, rule="CV-002")
    return sheets


def _refuse_what_is_no_workbook(data: bytes, file: str) -> None:
    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableDrop(file, LOCKED, "save it without one and send it again")
    if not data.startswith((OLE, ZIP)):
        kind = "a web page or text" if data.lstrip()[:1] == b"<" or data[:200].isascii() else "something else"
        remedy = "open it in Excel, save it as .xlsx and send that"
        raise UnreadableDrop(file, f"it is named as a workbook but holds {kind}", remedy)
    if _is_cut_off(data) if data.startswith(OLE) else _is_damaged(data):
        raise UnreadableDrop(file, DAMAGED, "save it again in Excel and send it")


def _is_cut_off(data: bytes) -> bool:
    """Say whether an OLE file's allocation table (MS-CFB 2.2 and 2.3) names sectors beyond the file's end."""
    size = 1 << (int.from_bytes(data[30:32], "little") % 32)
    if size not in (512, 4096) or len(data) < 3 * size:
        return True
    last = 0
    for number, table in enumerate(at for at in struct.unpack_from("<109I", data, 76) if at < SPECIAL_SECTOR):
        entries = data[(table + 1) * size : (table + 2) * size]
        if len(entries) < size:
            return True
        used = [i for i, (entry,) in enumerate(struct.iter_unpack("<I", entries)) if entry != UNUSED_SECTOR]
        last = max([last, *(number * size // 4 + i for i in used[-1:])])
    return (last + 1) * size >= len(data)


def _is_damaged(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.testzip() is not None  # reads every part against its checksum
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return True


def _load_sheets(data: bytes, file: str, wanted: str | None) -> list[tuple[str, pl.DataFrame]]:
    """Return the cells of the wanted sheet, or of all visible ones."""
    import fastexcel

    try:
        book = fastexcel.read_excel(data)
        if wanted is not None and wanted not in book.sheet_names:
            raise UnreadableDrop(file, f'it has no sheet "{wanted}"', "correct sheet for this file in registry.toml")
        sheets = []
        for name in book.sheet_names if wanted is None else [wanted]:
            loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            if loaded.width and (wanted or loaded.visible == "visible"):
                sheets.append((name, _read_cells(book, name, loaded, data)))
        return sheets
    except fastexcel.FastExcelError as error:
        is_locked = "assword" in str(error)
        raise UnreadableDrop(file, LOCKED if is_locked else DAMAGED, "save it again in Excel and send it") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which is no Exception
            raise
        raise UnreadableDrop(file, DAMAGED, "save it again in Excel and send it") from None


def _sheet_of(cells: pl.DataFrame, file: str, name: str, header_words: frozenset[str]) -> Sheet:
    top = [(row[-1], row[:-1]) for row in cells.head(LEADING_ROWS).rows()]
    at = find_header(file, top, header_words)
    return make_sheet(
        SheetOrigin(file, name, "workbook"),
        top[at][1],
        cells.slice(at + 1),
        counted_out={"above_header": sum(not is_blank(row) for _, row in top[:at])},
    )


def _read_cells(book: Any, name: str, loaded: Any, data: bytes) -> pl.DataFrame:
    """Return every row of a sheet from its row 1, blank ones too, as c0 … cN and source_row."""
    batch, errors = loaded.to_arrow_with_errors()
    texts = pl.DataFrame(pl.from_arrow(batch)).rename(lambda column: "c" + column.removeprefix("__UNNAMED__"))
    frame = _write_numbers(texts, *(_load_as(dtype, book, name) for dtype in ("float", "boolean")))
    if any(text.str.contains(DATE_TEXT).any() for text in texts):
        frame = _write_dates(frame, _load_as("duration", book, name))
    frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    odd = {error.position: ERRORS.get(_error_kind(error), "#ERROR!") for error in (errors.errors if errors else ())}
    first = loaded.available_columns()[0].absolute_index
    if data.startswith(ZIP):
        odd |= {(row, column - first): NOT_CALCULATED for row, column in _find_not_calculated(data, name)}
    frame = _overlay(frame, odd)
    return frame.with_columns(pl.int_range(1, frame.height + 1, dtype=pl.Int64).alias("source_row"))


def _load_as(dtype: str, book: Any, name: str) -> list[pl.Series]:
    """Return the columns of a sheet as another type: only cells that are of it in the workbook have a value."""
    return book.load_sheet(name, header_row=None, skip_rows=0, dtypes=dtype).to_polars().get_columns()


def _write_numbers(texts: pl.DataFrame, numbers: list[pl.Series], flags: list[pl.Series]) -> pl.DataFrame:
    """Write number cells exactly, for fastexcel rounds its text to nine decimals, and booleans in capitals.

    As a float, a text of digits is a number too, and would lose its leading zeros; as a boolean, no text has a value.
    """
    written = []
    for text, number, flag in zip(texts, numbers, flags, strict=True):
        exact = pl.when(text.is_in(["true", "false"])).then(text.str.to_uppercase()).otherwise(write_floats(number))
        written.append(pl.when(flag.is_not_null()).then(exact).otherwise(text).alias(text.name))
    return texts.select(written)


def write_floats(numbers: pl.Series) -> pl.Series:
    """Return numbers as the shortest text that reads back as the same number, without exponent: 45, 3.5, 0.0000001."""
    text = numbers.cast(pl.String).str.strip_suffix(".0")
    if text.str.contains("e", literal=True).any():
        text = pl.Series([f"{Decimal(cell):f}" if cell and "e" in cell else cell for cell in text], dtype=pl.String)
    return text


def _write_dates(texts: pl.DataFrame, spans: list[pl.Series]) -> pl.DataFrame:
    """Write date cells as ISO dates, with the time if there is one, and times of day as times; like texts stay."""
    written = []
    for text, span in zip(texts, spans, strict=True):
        day, time = text.str.slice(0, 10), text.str.slice(11)
        iso = pl.when(span < timedelta(days=1)).then(time).when(time == "00:00:00").then(day).otherwise(text)
        is_date = span.is_not_null() & text.str.contains(DATE_TEXT)
        written.append(pl.when(is_date).then(iso).otherwise(text).alias(text.name))
    return texts.select(written)


def _error_kind(error: Any) -> str:
    found = re.search(r"Error\((\w+)\)", error.detail)
    return found[1] if found else ""


def _overlay(frame: pl.DataFrame, odd: dict[tuple[int, int], str]) -> pl.DataFrame:
    """Write texts over cells by (row, column) from 0; rows below the frame are added."""
    height = 1 + max((row for row, _ in odd), default=-1)
    if height > frame.height:
        frame = pl.concat([frame, frame.clear(height - frame.height)])
    for column in sorted({column for _, column in odd if 0 <= column < frame.width}):
        texts = {row: text for (row, at), text in odd.items() if at == column}
        frame = frame.with_columns(frame.to_series(column).scatter(list(texts), list(texts.values())))
    return frame


def _find_not_calculated(data: bytes, sheet: str) -> Iterator[tuple[int, int]]:
    """Yield (row, column) from 0 of the formulas of an .xlsx sheet for which no result is stored."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(_sheet_path(archive, sheet))
    for cell in NO_RESULT.finditer(xml):
        place = REFERENCE.search(cell[1])
        if place and b't="str"' not in cell[1]:
            letters = reduce(lambda number, letter: number * 26 + letter - 64, place[1], 0)
            yield int(place[2]) - 1, letters - 1


def _sheet_path(archive: zipfile.ZipFile, sheet: str) -> str:
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for node in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if node.tag.endswith("}sheet") and node.get("name") == sheet:
            link = next(value for key, value in node.attrib.items() if key.endswith("}id"))
            return posixpath.normpath(posixpath.join("/xl", targets[link])).lstrip("/")
    raise KeyError(sheet)
