"""Binary workbooks (.xlsb): the stored values of their cells. (MS-XLSB 2.1 and 2.4; the numbers are those of its records.)"""

import struct
from collections.abc import Iterator

from pipelines.drop.workbooks.book import Book, Calculated
from pipelines.drop.workbooks.grid import BY_CONDITION, DAMAGED, ERRORS, NOT_CALCULATED, Grid, UnreadableWorkbook
from pipelines.drop.workbooks.number_format import PLAIN, NumberFormat, built_in_format, parse_format
from pipelines.drop.workbooks.package import Link, Package
from pipelines.drop.workbooks.shown_text import STRUCK_OUT, Manner, ShownText
from pipelines.drop.workbooks.write_number import HIDDEN, write_number, write_text

ROW, MERGED, CELLS_END, VIEW = 0, 176, 146, 137
RK, ERROR, BOOLEAN, REAL, TEXT, SHARED, RICH = 2, 3, 4, 5, 6, 7, 62
BLANK, LAST_WITH_COLUMN = 1, 11
WITHOUT_COLUMN = {12: BLANK, 13: RK, 14: ERROR, 15: BOOLEAN, 16: REAL, 17: TEXT, 18: SHARED}  # of the cell behind the one before
OF_FORMULA = {8: TEXT, 9: REAL, 10: BOOLEAN, 11: ERROR}
CONDITIONAL, CONDITION, NEWER_CONDITIONAL = 507, 463, 1171
NUMBER_FORMAT, NUMBER_OF_FORMAT, STRIKES_OUT = 38, 41, 29  # properties of a conditional format
STRING, FONT, FORMAT, STYLE, CELL_STYLES, CELL_STYLES_END, PROPERTIES, SHEET = 19, 43, 44, 47, 617, 618, 153, 156
STRUCK = 8  # among the flags of a font
ESCAPEMENT = {1: Manner.RAISED, 2: Manner.LOWERED}
NO_COLOUR, BY_NUMBER, BY_PARTS, BY_THEME = range(4)
WHITES = (1, 9)  # numbers of colours
CALCULATION, CALCULATION_FLAGS, ALL_AGAIN, SOME_ARE_NOT = 157, 24, 1, 16
IS_RICH = 1  # among the flags of a text
SHOWS_NOUGHTS = 16  # among those of how a sheet is looked at
VISIBLE = 0
Font = tuple[Manner, bool]  # how it shows a text, and whether it is white
PLAIN_FONT: Font = (Manner.PLAIN, False)


def read_binary(package: Package, wanted: str | None) -> list[Grid] | None:
    """Return the wanted sheet or all visible ones; None if there is no sheet of the wanted name."""
    main = package.main_part() if package.main_part() in package else "xl/workbook.bin"
    links = package.links(main)
    date_system, calculated, names = 1900, Calculated.YES, []
    for kind, body in _records(package.stream(main)):
        if kind == PROPERTIES:
            date_system = 1904 if body[0] & 1 else 1900
        elif kind == CALCULATION and len(body) > CALCULATION_FLAGS:
            flags = body[CALCULATION_FLAGS]
            calculated = Calculated.NO if flags & SOME_ARE_NOT else Calculated.NOT_NOUGHTS if flags & ALL_AGAIN else Calculated.YES
        elif kind == SHEET:
            link, end = _string(body, 8)
            names.append((_string(body, end)[0], _integer(body, 0), link))
    if wanted and wanted not in [name for name, *_ in names]:
        return None
    named = [(name, links[link]) for name, state, link in names if (name == wanted if wanted else state == VISIBLE) and link in links]
    sheets = [(name, link.target) for name, link in named if link.kind == "worksheet"]
    parts = {link.kind: link for link in links.values()}
    formats, struck, fonts, by_condition = _read_styles(package, parts.get("styles"))
    book = Book(_read_strings(package, parts.get("sharedStrings"), fonts), formats, date_system, struck, by_condition, calculated)
    return [_read_sheet(package, target, Grid(name, date_system), book, fonts) for name, target in sheets]


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


def _rich_text(body: bytes, at: int, fonts: list[Font]) -> str:
    """Return a text as its runs show it, each from a character on in a font."""
    text, end = _string(body, at + 1)
    if not body[at] & IS_RICH:
        return text
    runs = list(struct.iter_unpack("<HH", body[end + 4 : end + 4 + 4 * _integer(body, end)]))
    shown, ends = ShownText(), [start for start, _ in runs] + [len(text)]
    shown.add(text[: ends[0]])
    for (start, number), until in zip(runs, ends[1:], strict=True):
        manner, white = fonts[number] if number < len(fonts) else PLAIN_FONT
        shown.add(text[start:until], manner, is_white=white)
    return shown.whole()


def _read_strings(package: Package, link: Link | None, fonts: list[Font]) -> list[str]:
    if not link or link.target not in package:
        return []
    return [_rich_text(body, 0, fonts) for kind, body in _records(package.stream(link.target)) if kind == STRING]


def _font_of(body: bytes) -> Font:
    """Return how a font shows a text, and whether it is white."""
    if len(body) < 20:
        return PLAIN_FONT
    manner = Manner.STRUCK if body[2] & STRUCK else ESCAPEMENT.get(int.from_bytes(body[6:8], "little"), Manner.PLAIN)
    kind, number, tint, parts = body[12] >> 1, body[13], body[14:16], body[16:19]
    of_paper = kind == BY_THEME and number == 0 and tint == bytes(2)
    return manner, (kind == BY_NUMBER and number in WHITES) or (kind == BY_PARTS and parts == b"\xff" * 3) or of_paper


def _read_styles(package: Package, link: Link | None) -> tuple[list[NumberFormat], frozenset[str], list[Font], frozenset[str]]:
    """Return the number format of each style that a cell may have, the styles that strike it out, the fonts, and the conditional formats

    that change what a number says; styles and conditional formats by their numbers.
    """
    by_condition: list[bool] = []
    own: dict[int, str] = {}
    styles: list[tuple[int, int]] = []
    fonts: list[Font] = []
    is_cell_style = False
    for kind, body in _records(package.stream(link.target)) if link and link.target in package else ():
        if kind == FORMAT:
            own[int.from_bytes(body[:2], "little")] = _string(body, 2)[0]
        elif kind == CONDITIONAL:
            by_condition.append(_changes_numbers(body[2:]))
        elif kind == FONT and len(body) > 3:
            fonts.append(_font_of(body))
        elif kind in (CELL_STYLES, CELL_STYLES_END):
            is_cell_style = kind == CELL_STYLES
        elif kind == STYLE and is_cell_style:
            styles.append((int.from_bytes(body[2:4], "little"), int.from_bytes(body[4:6], "little")))
    formats = [parse_format(own[number]) if number in own else built_in_format(number) for number, _ in styles]
    struck = (str(style) for style, (_, font) in enumerate(styles) if font < len(fonts) and fonts[font][0] is Manner.STRUCK)
    return formats, frozenset(struck), fonts, frozenset(str(number) for number, changes in enumerate(by_condition) if changes)


def _changes_numbers(properties: bytes) -> bool:
    """Say whether the properties of a conditional format (MS-XLSB 2.5.164) change what a number says, by its format, or strike it out."""
    at = 4
    while at + 4 <= len(properties):
        kind, size = struct.unpack_from("<HH", properties, at)
        value = properties[at + 4 : at + size]
        if kind == NUMBER_FORMAT:
            before = 4 if 4 + 2 * int.from_bytes(value[:4], "little") == len(value) else 2  # bytes of its length
            if parse_format(value[before:].decode("utf-16-le", errors="replace")).changes_numbers:
                return True
        is_of_number = kind == NUMBER_OF_FORMAT and built_in_format(int.from_bytes(value[:2], "little")).changes_numbers
        if is_of_number or (kind == STRIKES_OUT and value[:1] not in (b"", b"\x00")):
            return True
        at += max(size, 4)
    return False


def _read_sheet(package: Package, part: str, grid: Grid, book: Book, fonts: list[Font]) -> Grid:
    row, column, is_whole, shows_noughts = 0, 0, False, True
    for kind, body in _records(package.stream(part)):
        is_whole = is_whole or kind == CELLS_END
        if kind in WITHOUT_COLUMN:
            kind, body = WITHOUT_COLUMN[kind], struct.pack("<I", column + 1) + body
        if BLANK <= kind <= LAST_WITH_COLUMN or kind == RICH:
            column = _integer(body, 0)
        is_telling = kind == CONDITION and str(_integer(body, 8)) in book.by_condition
        if is_telling or (kind == NEWER_CONDITIONAL and _changes_numbers(body[6:])):
            raise UnreadableWorkbook(*BY_CONDITION)
        if kind == ROW:
            row = _integer(body, 0) + 1
        elif kind == VIEW:
            shows_noughts = bool(body[0] & SHOWS_NOUGHTS)
        elif kind == MERGED:
            first, last, left, right = struct.unpack_from("<4I", body)
            grid.merged.append((first + 1, left + 1, last + 1, right + 1))
        elif kind in (RK, ERROR, BOOLEAN, REAL, TEXT, SHARED, RICH, *OF_FORMULA):
            text, style = _cell_text(OF_FORMULA.get(kind, kind), body, book, fonts), str(_integer(body, 4) & 0xFFFFFF)
            text = text if shows_noughts or not _is_nought(kind, body) else HIDDEN
            text = NOT_CALCULATED if kind in OF_FORMULA and _is_not_calculated(book.calculated, kind, body) else text
            grid.put(row, _integer(body, 0) + 1, STRUCK_OUT if style in book.struck and text.strip() else text)
    if not is_whole:
        raise UnreadableWorkbook(DAMAGED)
    return grid


def _is_nought(kind: int, body: bytes) -> bool:
    return (kind == RK and not _packed_number(_integer(body, 8))) or (OF_FORMULA.get(kind, kind) == REAL and not any(body[8:15]))


def _is_not_calculated(calculated: Calculated, kind: int, body: bytes) -> bool:
    return calculated is Calculated.NO or (calculated is Calculated.NOT_NOUGHTS and _is_nought(kind, body))


def _cell_text(kind: int, body: bytes, book: Book, fonts: list[Font]) -> str:
    """Return the text of a cell: its column and style in eight bytes, then its value."""
    style = _integer(body, 4) & 0xFFFFFF
    shown = book.formats[style] if style < len(book.formats) else PLAIN
    if kind == SHARED:
        return write_text(book.strings[_integer(body, 8)], shown)
    if kind in (TEXT, RICH):
        return write_text(_string(body, 8)[0] if kind == TEXT else _rich_text(body, 8, fonts), shown)
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
