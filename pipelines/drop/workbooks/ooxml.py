"""Workbooks of XML (.xlsx, .xlsm): the stored values of their cells, each sheet read once and as a stream.

Values only: formulas are not calculated, macros and links to other files not looked at. (ECMA-376 part 1, 18.2-18.8.)
"""

import re

from pipelines.drop.workbooks.book import Book, Calculated, MainPart
from pipelines.drop.workbooks.grid import (
    BY_CONDITION,
    DAMAGED,
    NOT_CALCULATED,
    Grid,
    UnreadableWorkbook,
    column_number,
    parse_range,
    parse_reference,
)
from pipelines.drop.workbooks.markup import Attributes, MarkupReader, list_elements, read_markup
from pipelines.drop.workbooks.number_format import PLAIN, NumberFormat, built_in_format, parse_format
from pipelines.drop.workbooks.package import Link, Package
from pipelines.drop.workbooks.plain_rows import PlainCell, cut_at_rows, find_plain_cells
from pipelines.drop.workbooks.shown_text import STRUCK_OUT, Manner, ShownText, is_white, manner_of
from pipelines.drop.workbooks.write_number import HIDDEN, cut_day, write_number, write_text

USUAL_BEGIN = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*?(?:encoding=[\"'][Uu][Tt][Ff]-8[\"'][^>]*)?\?>\s*)?<worksheet\b[^!]*<sheetData>\s*$"
)
ALTERNATIVES = "#ALTERNATIVES"  # two texts, of which the program that shows the cell chooses one
YES, NO = ("1", "true", "on"), ("0", "false", "off")
TOO_SMALL = 1.0  # points: too small a text to be seen
WHITES = ("1", "9")  # numbers of colours (18.8.27)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a character that XML cannot hold is written (18.18.103)


def read_ooxml(package: Package, wanted: str | None) -> list[Grid] | None:
    """Return the wanted sheet or all visible ones; None if there is no sheet of the wanted name."""
    main = package.main_part()
    links = package.links(main)
    date_system, calculated, names = _read_workbook_part(package, main)
    named = [(name, links[link]) for name, state, link in names if (name == wanted if wanted else state == "visible") and link in links]
    if wanted and wanted not in [name for name, *_ in names]:
        return None
    sheets = [(name, link.target) for name, link in named if link.kind == "worksheet"]
    if not sheets:
        return []
    parts = {link.kind: link for link in links.values()}
    formats, struck, by_condition = _read_styles(package, parts.get("styles"))
    book = Book(_read_strings(package, parts.get("sharedStrings")), formats, date_system, struck, by_condition, calculated)
    return [_SheetReader(name, book).read(package, target) for name, target in sheets]


def _read_workbook_part(package: Package, main: str) -> MainPart:
    date_system, calculated, names = 1900, Calculated.YES, []
    for element, attributes in list_elements(package.stream(main)):
        if element == "workbookPr" and attributes.get("date1904") in YES:
            date_system = 1904
        elif element == "calcPr" and attributes.get("calcCompleted") in NO:
            calculated = Calculated.NO
        elif element == "calcPr" and attributes.get("fullCalcOnLoad") in YES:
            calculated = Calculated.NOT_NOUGHTS
        elif element == "sheet":
            names.append((attributes.get("name", ""), attributes.get("state", "visible"), attributes.get("id", "")))
    return MainPart(date_system, calculated, names)


class _RichText:
    """Reads a text of several runs (18.4): how it is read aloud is no part of it, nor are texts to choose from (part 3, 7.5)."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.text, self.manner, self.outside = ShownText(), Manner.PLAIN, 0
        self.is_white = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "r":
            self.manner, self.is_white = Manner.PLAIN, False
        elif name == "strike":
            self.manner = max(self.manner, manner_of(attributes.get("val", "1"), None))
        elif name == "vertAlign":
            self.manner = max(self.manner, manner_of(None, attributes.get("val")))
        elif name == "sz" and float(attributes.get("val") or TOO_SMALL + 1) <= TOO_SMALL:
            self.manner = Manner.UNSEEN
        elif name == "color":
            self.is_white = _is_white(attributes)
        elif name == "AlternateContent":
            self.text.add(ALTERNATIVES)
            self.outside += 1
        elif name == "rPh":
            self.outside += 1

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self.outside:
            self.text.add(text, self.manner, is_white=self.is_white)
        elif name in ("rPh", "AlternateContent"):
            self.outside -= 1

    def whole(self) -> str:
        return unescape(self.text.whole())


def _is_white(colour: Attributes) -> bool:
    """Say whether a colour is white: by its parts, by its number, or as the theme's colour of paper."""
    of_paper = colour.get("theme") == "0" and float(colour.get("tint") or 0) == 0
    return is_white(colour.get("rgb", "")) or of_paper or colour.get("indexed") in WHITES


def _read_strings(package: Package, link: Link | None) -> list[str]:
    strings: list[str] = []
    rich = _RichText()

    def start(name: str, attributes: Attributes) -> None:
        if name == "si":
            rich.clear()
        rich.start(name, attributes)

    def end(name: str, text: str) -> None:
        rich.end(name, text)
        if name == "si":
            strings.append(rich.whole())

    if link and link.target in package:
        read_markup(package.stream(link.target), start, end)
    return strings


def _read_styles(package: Package, link: Link | None) -> tuple[list[NumberFormat], frozenset[str], frozenset[str]]:
    """Return the number format of each style that a cell may have, the styles that strike it out, and the conditional ones that matter."""
    own: dict[str, str] = {}
    styles: list[tuple[str, str]] = []
    fonts: list[Manner] = []
    part, conditional = "", -1
    by_condition: set[str] = set()
    for element, attributes in list_elements(package.stream(link.target)) if link and link.target in package else ():
        if element == "numFmt" and part == "dxfs":
            if parse_format(attributes.get("formatCode", "")).changes_numbers:
                by_condition.add(str(conditional))
        elif element == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif element in ("fonts", "fills", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            part = element
        elif element == "dxf":
            conditional += 1
        elif element == "font" and part == "fonts":
            fonts.append(Manner.PLAIN)
        elif element == "strike" and part == "dxfs" and manner_of(attributes.get("val", "1"), None) is Manner.STRUCK:
            by_condition.add(str(conditional))
        elif element == "strike" and part == "fonts" and fonts:
            fonts[-1] = manner_of(attributes.get("val", "1"), None)
        elif element == "xf" and part == "cellXfs":
            styles.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
    struck = {str(number) for number, manner in enumerate(fonts) if manner is Manner.STRUCK}
    formats = [parse_format(own[number]) if number in own else built_in_format(int(number)) for number, _ in styles]
    return formats, frozenset(str(style) for style, (_, font) in enumerate(styles) if font in struck), frozenset(by_condition)


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
        self.inline = _RichText()
        self.has_formula = self.has_number = self.hides_noughts = self.is_conditional = False

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
        formats, put, struck = self.formats, self.grid.put, self.book.struck
        for letters, row, style, kind, _, value, inline in cells:
            column = columns.get(letters) or columns.setdefault(letters, column_number(letters))
            if kind == "s":
                text = write_text(self.shared(value), formats[style or "0"]) if value else ""
            elif kind == "inlineStr":
                text = write_text(unescape(inline), formats[style or "0"])
            elif kind in ("", "n"):
                text = self.number(value.strip(), style or "0") if value else ""
            else:
                self.kind, self.style, self.value, self.has_formula = kind, style or "0", value, False
                text = self.text()
            put(int(row), column, STRUCK_OUT if style in struck and text.strip() else text)
        if cells:
            self.row = int(cells[-1][1])

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            reference = attributes.get("r")
            if reference:
                row, self.column = parse_reference(reference)
                if self.has_number and row != self.row:  # a cell of another row: which of the two it is of is not known
                    raise UnreadableWorkbook(DAMAGED)
                self.row = row
            else:  # the cell behind the last one
                self.column += 1
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            self.value, self.has_formula = None, False
            self.inline.clear()
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self.row, self.column, self.has_number = int(attributes.get("r") or self.row + 1), 0, "r" in attributes
        elif (
            (name == "cfRule" and attributes.get("dxfId") in self.book.by_condition)
            or (
                name == "numFmt" and parse_format(attributes.get("formatCode", "")).changes_numbers  # in a condition of a newer program
            )
            or (name == "strike" and self.is_conditional and manner_of(attributes.get("val", "1"), None) is Manner.STRUCK)
        ):
            raise UnreadableWorkbook(*BY_CONDITION)
        elif name == "dxf":
            self.is_conditional = True
        elif name == "sheetView" and attributes.get("showZeros") in NO:
            self.hides_noughts = True
        elif name == "mergeCell":
            self.grid.merged.append(parse_range(attributes.get("ref", "")))
        else:
            self.inline.start(name, attributes)

    def end(self, name: str, text: str) -> None:
        if name == "v":
            if self.value is not None:  # which of two values counts is not known
                raise UnreadableWorkbook(DAMAGED)
            self.value = text
        elif name == "c":
            shown = self.text()
            self.grid.put(self.row, self.column, STRUCK_OUT if self.style in self.book.struck and shown.strip() else shown)
        else:
            self.inline.end(name, text)

    def shared(self, value: str) -> str:
        """Return one of the texts that the sheets of a workbook share. Raises UnreadableWorkbook for one that is not there."""
        if not value.isdecimal() or int(value) >= len(self.book.strings):
            raise UnreadableWorkbook(DAMAGED)
        return self.book.strings[int(value)]

    def text(self) -> str:
        """Return the text of the cell that has ended."""
        kind, value = self.kind, self.value
        if kind == "inlineStr":
            return write_text(self.inline.whole(), self.formats[self.style])
        if not value:
            return NOT_CALCULATED if self.has_formula and kind != "str" else ""
        if self.has_formula and self._is_not_calculated(value):
            return NOT_CALCULATED
        if kind == "s":
            return write_text(self.shared(value), self.formats[self.style])
        if kind == "str":
            return write_text(unescape(value), self.formats[self.style])
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            section = self.formats[self.style].sections[0]
            return cut_day(value.replace("T", " ").removesuffix(" 00:00:00"), section) or ""
        if kind == "e":
            return value
        return self.number(value.strip(), self.style)

    def _is_not_calculated(self, result: str) -> bool:
        calculated = self.book.calculated
        return calculated is Calculated.NO or (calculated is Calculated.NOT_NOUGHTS and self.kind in ("", "n") and result.strip() == "0")

    def number(self, stored: str, style: str) -> str:
        """Return the text of a number; of a sheet that shows no noughts, as it may where a formula leads to a blank cell, none of them."""
        text = write_number(stored, self.formats[style], self.book.date_system)
        return HIDDEN if self.hides_noughts and not stored.strip("-+0.") and text else text
