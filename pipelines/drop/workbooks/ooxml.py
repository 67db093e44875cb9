"""Workbooks of XML (.xlsx, .xlsm): the stored values of their cells, each sheet read once and as a stream.

Values only: formulas are not calculated, macros and links to other files not looked at. (ECMA-376 part 1, 18.2-18.8.)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.drop.workbooks.grid import DAMAGED, NOT_CALCULATED, Grid, UnreadableWorkbook, column_number, parse_range, parse_reference
from pipelines.drop.workbooks.markup import Attributes, MarkupReader, list_elements, read_markup
from pipelines.drop.workbooks.number_format import PLAIN, NumberFormat, built_in_format, parse_format, write_number
from pipelines.drop.workbooks.package import Link, Package
from pipelines.drop.workbooks.plain_rows import PlainCell, cut_at_rows, find_plain_cells

USUAL_BEGIN = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*?(?:encoding=[\"'][Uu][Tt][Ff]-8[\"'][^>]*)?\?>\s*)?<worksheet\b[^!]*<sheetData>\s*$"
)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a character that XML cannot hold is written (18.18.103)


@dataclass(frozen=True)
class Book:
    """What all sheets of a workbook share."""

    strings: Sequence[str]
    formats: Sequence[NumberFormat]
    date_system: int


def read_ooxml(package: Package, wanted: str | None) -> list[Grid] | None:
    """Return the wanted sheet or all visible ones; None if there is no sheet of the wanted name."""
    main = package.main_part()
    links = package.links(main)
    date_system, names = _read_workbook_part(package, main)
    named = [(name, links[link]) for name, state, link in names if (name == wanted if wanted else state == "visible") and link in links]
    if wanted and wanted not in [name for name, *_ in names]:
        return None
    sheets = [(name, link.target) for name, link in named if link.kind == "worksheet"]
    if not sheets:
        return []
    parts = {link.kind: link for link in links.values()}
    book = Book(_read_strings(package, parts.get("sharedStrings")), _read_formats(package, parts.get("styles")), date_system)
    return [_SheetReader(name, book).read(package, target) for name, target in sheets]


def _read_workbook_part(package: Package, main: str) -> tuple[int, list[tuple[str, str, str]]]:
    """Return the date system, and of every sheet its name, whether it is shown, and its relationship."""
    date_system, names = 1900, []
    for element, attributes in list_elements(package.stream(main)):
        if element == "workbookPr" and attributes.get("date1904") in ("1", "true", "on"):
            date_system = 1904
        elif element == "sheet":
            names.append((attributes.get("name", ""), attributes.get("state", "visible"), attributes.get("id", "")))
    return date_system, names


def _read_strings(package: Package, link: Link | None) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    spoken = False  # inside of how a text is read aloud, which is no part of it

    def start(name: str, attributes: Attributes) -> None:
        nonlocal spoken
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            spoken = True

    def end(name: str, text: str) -> None:
        nonlocal spoken
        if name == "t" and not spoken:
            pieces.append(text)
        elif name == "rPh":
            spoken = False
        elif name == "si":
            strings.append(unescape("".join(pieces)))

    if link and link.target in package:
        read_markup(package.stream(link.target), start, end)
    return strings


def _read_formats(package: Package, link: Link | None) -> list[NumberFormat]:
    """Return the number format of each style that a cell may have."""
    own: dict[str, str] = {}
    styles: list[str] = []
    is_cell_style = False
    for element, attributes in list_elements(package.stream(link.target)) if link and link.target in package else ():
        if element == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif element in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            is_cell_style = element == "cellXfs"
        elif element == "xf" and is_cell_style:
            styles.append(attributes.get("numFmtId", "0"))
    return [parse_format(own[number]) if number in own else built_in_format(int(number)) for number in styles]


def unescape(text: str) -> str:
    """Return a text with the characters that XML cannot hold; NUL stays escaped."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if int(found[1], 16) else found[0], text) if "_x" in text else text


class _Formats(dict[str, NumberFormat]):
    """The number formats of a workbook by the style that a cell names; a style that is not there has none."""

    def __missing__(self, style: str) -> NumberFormat:
        return PLAIN


class _SheetReader:
    """Reads the cells of one sheet."""

    def __init__(self, name: str, book: Book) -> None:
        self.grid, self.book = Grid(name, book.date_system), book
        self.formats = _Formats((str(number), shown) for number, shown in enumerate(book.formats))
        self.row = self.column = 0
        self.kind = self.style = ""
        self.value: str | None = None
        self.inline: list[str] = []
        self.has_formula = self.spoken = False

    def read(self, package: Package, part: str) -> Grid:
        """Return the sheet's cells: the plain pieces of it are looked through, the parser reads the others."""
        parser, may_be_plain = MarkupReader(self.start, self.end), True
        for number, piece in enumerate(cut_at_rows(package.stream(part))):
            if number == 0:
                may_be_plain = bool(USUAL_BEGIN.match(piece))
            cells = find_plain_cells(piece) if may_be_plain else None
            if cells is None:
                parser.feed(piece)
                may_be_plain = may_be_plain and b"<!" not in piece
            else:
                self.put_plain(cells)
        parser.close()
        return self.grid

    def put_plain(self, cells: list[PlainCell]) -> None:
        """Write cells that were found without the parser."""
        columns: dict[str, int] = {}
        formats, put = self.formats, self.grid.put
        for letters, row, style, kind, _, value, inline in cells:
            column = columns.get(letters) or columns.setdefault(letters, column_number(letters))
            if kind == "s":
                text = self.shared(value) if value else ""
            elif kind == "inlineStr":
                text = unescape(inline)
            elif kind in ("", "n"):
                text = write_number(value, formats[style or "0"], self.book.date_system) if value else ""
            else:
                self.kind, self.value, self.has_formula, self.inline = kind, value, False, [inline]
                text = self.text()
            put(int(row), column, text)
        if cells:
            self.row = int(cells[-1][1])

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            reference = attributes.get("r")
            if reference:
                self.row, self.column = parse_reference(reference)
            else:  # the cell behind the last one
                self.column += 1
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            self.value, self.has_formula, self.inline = None, False, []
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif name == "rPh":
            self.spoken = True
        elif name == "mergeCell":
            self.grid.merged.append(parse_range(attributes.get("ref", "")))

    def end(self, name: str, text: str) -> None:
        if name == "v":
            self.value = text
        elif name == "t" and not self.spoken:
            self.inline.append(text)
        elif name == "rPh":
            self.spoken = False
        elif name == "c":
            self.grid.put(self.row, self.column, self.text())

    def shared(self, value: str) -> str:
        """Return one of the texts that the sheets of a workbook share. Raises UnreadableWorkbook for one that is not there."""
        if not value.isdecimal() or int(value) >= len(self.book.strings):
            raise UnreadableWorkbook(DAMAGED)
        return self.book.strings[int(value)]

    def text(self) -> str:
        """Return the text of the cell that has ended."""
        kind, value = self.kind, self.value
        if kind == "inlineStr":
            return unescape("".join(self.inline))
        if not value:
            return NOT_CALCULATED if self.has_formula and kind != "str" else ""
        if kind == "s":
            return self.shared(value)
        if kind == "str":
            return unescape(value)
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return value.replace("T", " ").removesuffix(" 00:00:00")
        if kind == "e":
            return value
        return write_number(value.strip(), self.formats[self.style], self.book.date_system)
