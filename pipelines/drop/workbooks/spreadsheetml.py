"""XML spreadsheets of Excel 2003, which are often named .xls: the stored values of their cells.

(Microsoft, XML Spreadsheet Reference, Office 2003.)
"""

from pipelines.drop.workbooks.grid import Grid
from pipelines.drop.workbooks.markup import Attributes, local, read_markup
from pipelines.drop.workbooks.number_format import PLAIN, Kind, NumberFormat, parse_format, write_number

TIME_ALONE = "1899-12-31"  # the day with which a time of day is stored
NAMED = {"Percent": "0%", "General Date": "yyyy-mm-dd", "Short Date": "yyyy-mm-dd", "Long Date": "yyyy-mm-dd", "Medium Date": "yyyy-mm-dd"}


class _Reader:
    """Reads the sheets one after the other; a sheet is hidden by what stands behind its table."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.hidden: set[int] = set()
        self.date_system = 1900
        self.formats: dict[str, NumberFormat] = {}
        self.style = self.cell_style = self.kind = ""
        self.row = self.column = self.span = self.across = 0
        self.pieces: list[str] = []  # of the text that is read, rich text being made of elements

    def start(self, name: str, attributes: Attributes) -> None:
        given = local(attributes)
        if name == "Style":
            self.style = given.get("ID", "")
        elif name == "NumberFormat":
            code = given.get("Format", "General")
            self.formats[self.style] = parse_format(NAMED.get(code, code))
        elif name == "Worksheet":
            self.grids.append(Grid(given.get("Name", ""), self.date_system))
            self.row = 0
        elif name == "Row":
            self.row = int(given.get("Index") or self.row + 1)
            self.column, self.span = 0, int(given.get("Span") or 0)
        elif name == "Cell":
            self.column = int(given.get("Index") or self.column + 1)
            self.cell_style = given.get("StyleID", "")
            self.across, down = int(given.get("MergeAcross") or 0), int(given.get("MergeDown") or 0)
            if down:
                self.grids[-1].merged.append((self.row, self.column, self.row + down, self.column + self.across))
        elif name == "Data":
            self.kind, self.pieces = given.get("Type", "String"), []
        elif name in ("Date1904", "Visible"):
            self.pieces = []

    def end(self, name: str, _: str) -> None:
        if name == "Data":
            self.grids[-1].put(self.row, self.column, self.text("".join(self.pieces)))
        elif name == "Cell":
            self.column += self.across
        elif name == "Row":
            self.row += self.span
        elif name == "Date1904":
            self.date_system = 1904
        elif name == "Visible" and self.grids and "".join(self.pieces).strip() in ("SheetHidden", "SheetVeryHidden"):
            self.hidden.add(len(self.grids) - 1)

    def text(self, value: str) -> str:
        shown = self.formats.get(self.cell_style, PLAIN)
        if self.kind == "Number":
            return write_number(value.strip(), PLAIN if shown.kind is Kind.DATE else shown, self.date_system)
        if self.kind == "Boolean":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if self.kind == "DateTime":
            day, _, time = value.strip().partition("T")
            time = time.removesuffix(".000")
            return time if day == TIME_ALONE else day if time in ("", "00:00:00") else f"{day} {time}"
        return value


def read_spreadsheetml(data: bytes, wanted: str | None) -> list[Grid] | None:
    """Return the wanted sheet or all visible ones; None if there is no sheet of the wanted name."""
    reader = _Reader()
    read_markup([data], reader.start, reader.end, lambda piece: reader.pieces.append(piece))
    if wanted:
        return [grid for grid in reader.grids if grid.name == wanted] or None
    return [grid for number, grid in enumerate(reader.grids) if number not in reader.hidden]
