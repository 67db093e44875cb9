"""Workbooks of Excel 97 and before (.xls), whose records xlrd reads: the stored values of their cells."""

import io
import struct
from collections.abc import Sequence
from typing import Any

from pipelines.drop.encodings import FEW, fits, is_likely_korean
from pipelines.drop.workbooks.biff_records import as_it_is_shown
from pipelines.drop.workbooks.grid import DAMAGED, ERRORS, LOCKED, Grid, UnreadableWorkbook
from pipelines.drop.workbooks.number_format import NumberFormat, built_in_format, parse_format
from pipelines.drop.workbooks.shown_text import STRUCK_OUT, Manner, ShownText
from pipelines.drop.workbooks.write_number import HIDDEN, write_number, write_text

ESCAPEMENT = {1: Manner.RAISED, 2: Manner.LOWERED}
OLE = b"\xd0\xcf\x11\xe0"
SPECIAL_SECTOR, LAST_OF_ALL, UNUSED_SECTOR = 0xFFFFFFFC, 0xFFFFFFFE, 0xFFFFFFFF
UNICODE = 80  # the version of xlrd of the first workbooks whose texts say themselves how they are encoded: Excel 97
TEXT, NUMBER, DATE, BOOLEAN, ERROR = 1, 2, 3, 4, 5  # xlrd's kinds of cells


def read_biff(data: bytes, wanted: str | None) -> list[Grid] | None:
    """Return the wanted sheet or all visible ones; None if there is no sheet of the wanted name."""
    if data.startswith(OLE) and _is_cut_off(data):
        raise UnreadableWorkbook(DAMAGED)
    try:
        book = _open(data)
        if wanted and wanted not in book.sheet_names():
            return None
        is_shown = [state == 0 for state in book._sheet_visibility]  # known before a sheet is read; a sheet's own word is not
        names = [name for name, shown in zip(book.sheet_names(), is_shown, strict=True) if (name == wanted if wanted else shown)]
        return [_read_sheet(book, name) for name in names]
    except (MemoryError, UnreadableWorkbook):
        raise
    except Exception as error:  # xlrd says in very many ways that a file is not as it should be
        if "encrypted" in str(error):
            raise UnreadableWorkbook(LOCKED, "save it without one and send it again") from None
        raise UnreadableWorkbook(DAMAGED) from None


def _open(data: bytes) -> Any:
    """Open a workbook; one of Excel 95 that names no encoding, or that of Western Europe, is read as Korean where that is beyond doubt.

    Programs of hospitals wrote the bytes of Windows in Korean, whatever the code that they wrote beside them.
    """
    book = _open_in(data, None)
    if book.biff_version < UNICODE and book.encoding in ("iso-8859-1", "cp1252"):
        cells = (cell for sheet in _open_in(data, "iso-8859-1").sheets() for row in sheet.get_rows() for cell in row)
        written = "\n".join(str(cell.value) for cell in cells if cell.ctype == TEXT).encode("iso-8859-1")
        if not written.isascii() and fits(written, "cp949") and is_likely_korean(written, letters=FEW):
            return _open_in(data, "cp949")
    return book


def _open_in(data: bytes, encoding: str | None) -> Any:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=data,
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
        logfile=io.StringIO(),
        encoding_override=encoding,
    )
    if book.biff_version >= UNICODE:
        book.mem = as_it_is_shown(bytes(book.mem), book.base, book.stream_len)
    return book


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
        links = [(number * size // 4 + i, entry) for i, (entry,) in enumerate(struct.iter_unpack("<I", entries))]
        used = [i for i, entry in links if entry not in (UNUSED_SECTOR, LAST_OF_ALL)]  # the last of a chain is linked from the one before
        last = max([last, *used[-1:], *(entry for _, entry in links if entry < SPECIAL_SECTOR)])
    return (last + 1) * size >= len(data)


def _read_sheet(book: Any, name: str) -> Grid:
    sheet = book.sheet_by_name(name)
    grid = Grid(name, 1904 if book.datemode else 1900)
    formats = [_format_of(book, style.format_key) for style in book.xf_list]
    is_struck = [_manner(book, style.font_index) is Manner.STRUCK for style in book.xf_list]
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row), 1):
            if cell.ctype not in (TEXT, NUMBER, DATE, BOOLEAN, ERROR):
                continue
            if is_struck[cell.xf_index] and str(cell.value).strip():
                grid.put(row + 1, column, STRUCK_OUT)
            elif cell.ctype == TEXT:
                text = _rich_text(book, cell.value, sheet.rich_text_runlist_map.get((row, column - 1), ()))
                grid.put(row + 1, column, write_text(text, formats[cell.xf_index]))
            elif cell.ctype in (NUMBER, DATE):
                text = write_number(repr(cell.value), formats[cell.xf_index], grid.date_system)
                grid.put(row + 1, column, text if cell.value or sheet.show_zero_values else HIDDEN)
            elif cell.ctype == BOOLEAN:
                grid.put(row + 1, column, "TRUE" if cell.value else "FALSE")
            elif cell.ctype == ERROR:
                grid.put(row + 1, column, ERRORS.get(cell.value, "#ERROR!"))
    grid.merged = [(first + 1, left + 1, below, right) for first, below, left, right in sheet.merged_cells]
    book.unload_sheet(name)
    return grid


def _rich_text(book: Any, text: str, runs: Sequence[tuple[int, int]]) -> str:
    """Return a text as its runs show it, each from a character on in a font."""
    shown, ends = ShownText(), [start for start, _ in runs] + [len(text)]
    shown.add(text[: ends[0]])
    for (start, number), end in zip(runs, ends[1:], strict=True):
        shown.add(text[start:end], _manner(book, number), is_white=_is_white(book, number))
    return shown.whole()


def _manner(book: Any, number: int) -> Manner:
    """Return how a font shows a text; one that is not there shows it plainly."""
    if number >= len(book.font_list):
        return Manner.PLAIN
    font = book.font_list[number]
    return Manner.STRUCK if font.struck_out else ESCAPEMENT.get(font.escapement, Manner.PLAIN)


def _is_white(book: Any, number: int) -> bool:
    return number < len(book.font_list) and book.colour_map.get(book.font_list[number].colour_index) == (255, 255, 255)


def _format_of(book: Any, key: int) -> NumberFormat:
    own = book.format_map.get(key)
    return built_in_format(key) if own is None or own.format_str in ("", "General") else parse_format(own.format_str)
