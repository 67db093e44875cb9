"""OpenDocument spreadsheets (.ods): the stored values of their cells. (OpenDocument 1.3 part 3, 9 and 19.)"""

import re

from pipelines.drop.workbooks.grid import BY_CONDITION, LAST_COLUMN, LAST_ROW, LOCKED, NOT_CALCULATED, Grid, UnreadableWorkbook
from pipelines.drop.workbooks.markup import Attributes, local, read_markup
from pipelines.drop.workbooks.number_format import PLAIN, parse_format
from pipelines.drop.workbooks.opendocument_views import ALL_TABLES, OF_NUMBERS, change_numbers, tables_without_noughts
from pipelines.drop.workbooks.package import Package
from pipelines.drop.workbooks.shown_number import cut_as_shown, write_as_shown
from pipelines.drop.workbooks.shown_text import STRUCK_OUT, Manner, ShownText, is_white, manner_of
from pipelines.drop.workbooks.write_number import HIDDEN, write_number

PERCENT = parse_format("0%")
MOST_REPEATED = 2_000_000  # filled cells that a sheet may say by repeating one
FIRST_DAYS = {"1899-12-30": 1900, "1904-01-01": 1904}
CLOCK = re.compile(r"PT(\d+)H(\d+)M(\d+)([.,]\d+)?S")
HIDDEN_WITHIN = (  # texts there are no cells
    "annotation", "tracked-changes", "hidden-text", "hidden-paragraph", "note", "shapes", "forms", "ruby-text",
    "frame", "g", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path", "connector", "caption", "measure",
)  # fmt: skip


class _Reader:
    """Reads the tables of a document's content; tables are hidden by their style, which stands before them."""

    def __init__(self, wanted: str | None, without_noughts: set[str]) -> None:
        self.wanted, self.without_noughts = wanted, without_noughts
        self.blanks = 0  # that are said by their number
        self.is_cell_style = False
        self.conditional: set[str] = set()  # styles that a condition may give to a cell
        self.grids: list[Grid] = []
        self.names: list[str] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.grid: Grid | None = None  # the table that is read, if it is one to be read
        self.row = self.column = self.row_repeats = self.repeated = 0
        self.cells: list[tuple[int, int, str]] = []  # of the row: column, repeats, text
        self.given: Attributes = {}
        self.shown = ShownText()
        self.manner_of: dict[str, Manner] = {}  # of a style, be it a cell's or that of a piece of its text
        self.white_styles: set[str] = set()
        self.manners: list[tuple[Manner, bool]] = []  # of a text in the pieces that are open, and whether it is white
        self.outside = 0
        self.date_system = 1900
        self.is_paragraph = self.is_shown = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name in HIDDEN_WITHIN:
            self.outside += 1
        elif self.outside:
            return
        elif name == "style":
            self.style = local(attributes).get("name", "")
            self.is_cell_style = local(attributes).get("family") == "table-cell"
        elif name in OF_NUMBERS:
            self.is_cell_style = False
        elif name == "condition" or (name == "map" and self.is_cell_style):
            self.conditional.add(local(attributes).get("apply-style-name", ""))
        elif name == "text-properties":
            self.manner_of[self.style] = _manner(local(attributes))
            if is_white(local(attributes).get("color", "")):
                self.white_styles.add(self.style)
        elif name == "table-properties" and local(attributes).get("display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "null-date":
            self.date_system = _date_system(local(attributes).get("date-value", "1899-12-30"))
        elif name == "table":
            given = local(attributes)
            self.names.append(given.get("name", ""))
            is_read = self.names[-1] == self.wanted if self.wanted else given.get("style-name") not in self.hidden_styles
            self.grid, self.row = (Grid(self.names[-1], self.date_system) if is_read else None), 0
        elif self.grid is None:
            return
        elif name == "table-row":
            self.row += 1
            self.row_repeats = _repeats(local(attributes).get("number-rows-repeated"), LAST_ROW)
            self.column, self.cells = 0, []
        elif name in ("table-cell", "covered-table-cell"):
            self.given, self.shown, self.is_shown = local(attributes), ShownText(), False
        elif name == "p":
            if self.shown:
                self.shown.add("\n")
            self.is_paragraph = self.is_shown = True
        elif name == "span":
            style = local(attributes).get("style-name", "")
            manner, white = self.manners[-1] if self.manners else (Manner.PLAIN, False)
            self.manners.append((max(manner, self.manner_of.get(style, Manner.PLAIN)), white or style in self.white_styles))
        elif name == "s":
            self.blanks += (blanks := _repeats(local(attributes).get("c"), 1000))
            if self.blanks > MOST_REPEATED:
                raise UnreadableWorkbook("it repeats blanks more often than a table does", "save the table as text and send that")
            self.shown.add(" " * blanks)
        elif name in ("tab", "line-break"):
            self.shown.add("\t" if name == "tab" else "\n")

    def text(self, piece: str) -> None:
        if self.is_paragraph and not self.outside:
            manner, white = self.manners[-1] if self.manners else (Manner.PLAIN, False)
            self.shown.add(piece, manner, is_white=white)

    def end(self, name: str, _: str) -> None:
        if name in HIDDEN_WITHIN:
            self.outside -= 1
        elif self.grid is None or self.outside:
            return
        elif name in ("table-cell", "covered-table-cell"):
            repeats = _repeats(self.given.get("number-columns-repeated"), LAST_COLUMN)
            text = cell_text(self.given, self.shown.whole(), self.is_shown)
            if self.manner_of.get(self.given.get("style-name", "")) is Manner.STRUCK and text.strip():
                text = STRUCK_OUT
            if self.without_noughts.intersection((ALL_TABLES, self.grid.name)) and _is_nought(self.given):
                text = HIDDEN
            if text:
                self.cells.append((self.column + 1, repeats, text))
            rows = _repeats(self.given.get("number-rows-spanned"), LAST_ROW)
            columns = _repeats(self.given.get("number-columns-spanned"), LAST_COLUMN)
            if rows * columns > 1 and name == "table-cell":
                self.grid.merged.append((self.row, self.column + 1, self.row + rows - 1, self.column + columns))
            self.column += repeats
        elif name == "p":
            self.is_paragraph = False
        elif name == "span" and self.manners:
            self.manners.pop()
        elif name == "table-row":
            self._put_row(self.grid)
            self.row += self.row_repeats - 1
        elif name == "table":
            self.grids.append(self.grid)
            self.grid = None

    def _put_row(self, grid: Grid) -> None:
        self.repeated += sum(repeats for _, repeats, _ in self.cells) * self.row_repeats - len(self.cells)
        if self.repeated > MOST_REPEATED:
            raise UnreadableWorkbook("it repeats a cell more often than a table does", "save the table as text and send that")
        for row in range(self.row, self.row + self.row_repeats) if self.cells else ():
            for column, repeats, text in self.cells:
                for place in range(column, column + repeats):
                    grid.put(row, place, text)


def _manner(properties: Attributes) -> Manner:
    """Return how a style shows a text (20.359, 20.364 and 20.384 of the format)."""
    struck = properties.get("text-line-through-style") or properties.get("text-line-through-type")
    position = properties.get("text-position", "").split(" ")[0]
    raised = {"super": "superscript", "sub": "subscript"}.get(position, "subscript" if position.startswith("-") else "superscript")
    return manner_of(struck, raised if position not in ("", "0%") else None)


def _is_nought(given: Attributes) -> bool:
    return given.get("value-type") in ("float", "currency", "percentage") and not given.get("value", "").strip("-+0.")


def _date_system(first_day: str) -> int:
    """Return the year from which Excel counts days as this document does (19.605); raise UnreadableWorkbook for another."""
    if first_day not in FIRST_DAYS:
        raise UnreadableWorkbook("it counts days from another year than any other program", "let it count from 1899-12-30")
    return FIRST_DAYS[first_day]


def _repeats(value: str | None, most: int) -> int:
    return max(1, min(int(value), most)) if value else 1


def cell_text(given: Attributes, shown: str, is_shown: bool = True) -> str:
    """Return the text of a cell from its attributes and what it shows, if a program has written down what it shows."""
    kind, value = given.get("value-type", ""), given.get("value", "")
    if kind in ("float", "currency"):
        number = write_number(value, PLAIN)
        return write_as_shown(number, shown) if is_shown and value else number
    if kind == "percentage":
        number = write_number(value, PERCENT)
        return write_as_shown(number, shown) if is_shown and value else number
    if kind == "date":
        return cut_as_shown(given.get("date-value", "").replace("T", " ").removesuffix(" 00:00:00"), shown)
    if kind == "time":
        clock = CLOCK.fullmatch(given.get("time-value", ""))
        return f"{int(clock[1]):02}:{clock[2]}:{clock[3]}" if clock else shown
    if kind == "boolean":
        return given.get("boolean-value", "").upper()
    if kind == "string":
        return shown or given.get("string-value", "")
    return NOT_CALCULATED if "formula" in given and not shown else shown


def read_opendocument(data: bytes, wanted: str | None) -> list[Grid] | None:
    """Return the wanted sheet or all visible ones; None if there is no sheet of the wanted name."""
    package = Package(data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableWorkbook(LOCKED, "save it without one and send it again")
    reader = _Reader(wanted, tables_without_noughts(package))
    read_markup(package.stream("content.xml"), reader.start, reader.end, reader.text)
    if change_numbers(package, reader.conditional):
        raise UnreadableWorkbook(*BY_CONDITION)
    return None if wanted and wanted not in reader.names else reader.grids
