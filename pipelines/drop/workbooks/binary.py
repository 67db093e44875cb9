"""Binary workbooks (.xlsb): the stored values of their cells. (MS-XLSB 2.1 and 2.4; the numbers are those of its records.)"""

import struct
from collections.abc import Iterator

from pipelines.drop.workbooks.grid import DAMAGED, ERRORS, Grid, UnreadableWorkbook
from pipelines.drop.workbooks.number_format import PLAIN, NumberFormat, built_in_format, parse_format
from pipelines.drop.workbooks.ooxml import Book
from pipelines.drop.workbooks.package import Link, Package
from pipelines.drop.workbooks.shown_text import STRUCK_OUT
from pipelines.drop.workbooks.write_number import write_number, write_text

ROW, MERGED, CELLS_END = 0, 176, 146
RK, ERROR, BOOLEAN, REAL, TEXT, SHARED, RICH = 2, 3, 4, 5, 6, 7, 62
OF_FORMULA = {8: TEXT, 9: REAL, 10: BOOLEAN, 11: ERROR}
STRING, FONT, FORMAT, STYLE, CELL_STYLES, CELL_STYLES_END, PROPERTIES, SHEET = 19, 43, 44, 47, 617, 618, 153, 156
STRUCK = 8  # among the flags of a font
VISIBLE = 0


def read_binary(package: Package, wanted: str | None) -> list[Grid] | None:
    """Return the wanted sheet or all visible ones; None if there is no sheet of the wanted name."""
    main = package.main_part() if package.main_part() in package else "xl/workbook.bin"
    links = package.links(main)
    date_system, names = 1900, []
    for kind, body in _records(package.stream(main)):
        if kind == PROPERTIES:
            date_system = 1904 if body[0] & 1 else 1900
        elif kind == SHEET:
            link, end = _string(body, 8)
            names.append((_string(body, end)[0], _integer(body, 0), link))
    if wanted and wanted not in [name for name, *_ in names]:
        return None
    named = [(name, links[link]) for name, state, link in names if (name == wanted if wanted else state == VISIBLE) and link in links]
    sheets = [(name, link.target) for name, link in named if link.kind == "worksheet"]
    parts = {link.kind: link for link in links.values()}
    formats, struck = _read_styles(package, parts.get("styles"))
    book = Book(_read_strings(package, parts.get("sharedStrings")), formats, date_system, struck)
    return [_read_sheet(package, target, Grid(name, date_system), book) for name, target in sheets]


def _records(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record of a part."""
    data, at = b"".join(chunks), 0
    while at < len(data):
        kind, at = _variable(data, at, 2)
        size, at = _variable(data, at, 4)
        if at + size > len(data):
            raise UnreadableWorkbook(DAMAGED)
        yield kind, data[at : at + size]
        at += size


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of at most so many bytes, seven bits in each, the lowest first, and where it ends."""
    number = 0
    for i in range(most):
        number |= (data[at + i] & 0x7F) << 7 * i
        if not data[at + i] & 0x80:
            return number, at + i + 1
    return number, at + most


def _integer(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 4], "little")


def _string(body: bytes, at: int) -> tuple[str, int]:
    """Return a text, which says its length before it, and where it ends."""
    length = _integer(body, at)
    end = at + 4 + (0 if length == 0xFFFFFFFF else 2 * length)
    if end > len(body):
        raise UnreadableWorkbook(DAMAGED)
    return body[at + 4 : end].decode("utf-16-le"), end


def _read_strings(package: Package, link: Link | None) -> list[str]:
    if not link or link.target not in package:
        return []
    return [_string(body, 1)[0] for kind, body in _records(package.stream(link.target)) if kind == STRING]


def _read_styles(package: Package, link: Link | None) -> tuple[list[NumberFormat], frozenset[str]]:
    """Return the number format of each style that a cell may have, and the styles that strike it out, by their numbers."""
    own: dict[int, str] = {}
    styles: list[tuple[int, int]] = []
    fonts: list[bool] = []
    is_cell_style = False
    for kind, body in _records(package.stream(link.target)) if link and link.target in package else ():
        if kind == FORMAT:
            own[int.from_bytes(body[:2], "little")] = _string(body, 2)[0]
        elif kind == FONT and len(body) > 3:
            fonts.append(bool(body[2] & STRUCK))
        elif kind in (CELL_STYLES, CELL_STYLES_END):
            is_cell_style = kind == CELL_STYLES
        elif kind == STYLE and is_cell_style:
            styles.append((int.from_bytes(body[2:4], "little"), int.from_bytes(body[4:6], "little")))
    formats = [parse_format(own[number]) if number in own else built_in_format(number) for number, _ in styles]
    return formats, frozenset(str(style) for style, (_, font) in enumerate(styles) if font < len(fonts) and fonts[font])


def _read_sheet(package: Package, part: str, grid: Grid, book: Book) -> Grid:
    row, is_whole = 0, False
    for kind, body in _records(package.stream(part)):
        is_whole = is_whole or kind == CELLS_END
        if kind == ROW:
            row = _integer(body, 0) + 1
        elif kind == MERGED:
            first, last, left, right = struct.unpack_from("<4I", body)
            grid.merged.append((first + 1, left + 1, last + 1, right + 1))
        elif kind in (RK, ERROR, BOOLEAN, REAL, TEXT, SHARED, RICH, *OF_FORMULA):
            text, style = _cell_text(OF_FORMULA.get(kind, kind), body, book), str(_integer(body, 4) & 0xFFFFFF)
            grid.put(row, _integer(body, 0) + 1, STRUCK_OUT if style in book.struck and text.strip() else text)
    if not is_whole:
        raise UnreadableWorkbook(DAMAGED)
    return grid


def _cell_text(kind: int, body: bytes, book: Book) -> str:
    """Return the text of a cell: its column and style in eight bytes, then its value."""
    style = _integer(body, 4) & 0xFFFFFF
    shown = book.formats[style] if style < len(book.formats) else PLAIN
    if kind == SHARED:
        return write_text(book.strings[_integer(body, 8)], shown)
    if kind in (TEXT, RICH):
        return write_text(_string(body, 8 if kind == TEXT else 9)[0], shown)
    if kind == BOOLEAN:
        return "TRUE" if body[8] else "FALSE"
    if kind == ERROR:
        return ERRORS.get(body[8], "#ERROR!")
    number = _packed_number(_integer(body, 8)) if kind == RK else struct.unpack_from("<d", body, 8)[0]
    return write_number(repr(number), shown, book.date_system)


def _packed_number(packed: int) -> float:
    """Return a number of 30 bits (MS-XLSB 2.5.122): a whole one or the first half of a real one, in hundredths or not."""
    if packed & 2:
        number: float = packed >> 2
        if number >= 1 << 29:
            number -= 1 << 30
    else:
        (number,) = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))
    return float(number / 100 if packed & 1 else number)
