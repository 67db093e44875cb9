"""XML spreadsheets of Excel 2003, which are often named .xls: the stored values of their cells.

(Microsoft, XML Spreadsheet Reference, Office 2003.)
"""

import re

from pipelines.drop.encodings import codec_of
from pipelines.drop.workbooks.grid import BY_CONDITION, Grid, UnreadableWorkbook
from pipelines.drop.workbooks.markup import Attributes, local, read_markup
from pipelines.drop.workbooks.number_format import PLAIN, NumberFormat, parse_format
from pipelines.drop.workbooks.shown_text import STRUCK_OUT, Manner, ShownText, is_white
from pipelines.drop.workbooks.write_number import HIDDEN, cut_day, write_number, write_text

MANNERS = {"Sup": Manner.RAISED, "Sub": Manner.LOWERED, "S": Manner.STRUCK, "Del": Manner.STRUCK}
OF_CONDITION = re.compile(r"mso-number-format:([^;]{1,300})")
OF_STRUCK = re.compile(r"text-line-through:\s*(?!none)\w|text-decoration:[^;]*line-through")
HEX = re.compile(r"\\([0-9a-fA-F]{4})")
DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding=[\"'](?P<name>[\w.:-]+)[\"'][^>]*\?>")
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
        self.struck: set[str] = set()  # the styles that strike out a cell
        self.in_comment = False
        self.manners: list[Manner] = []  # of a text in the elements of rich text that are open
        self.shown = ShownText()
        self.whites: list[bool] = []  # whether the fonts that are open in a cell's text are white
        self.is_data = False
        self.noughts: list[tuple[int, int]] = []  # cells of the sheet that hold one, by column and place in it
        self.pieces: list[str] = []  # of a word of the settings of a sheet

    def start(self, name: str, attributes: Attributes) -> None:
        given = local(attributes)
        if name == "Style":
            self.style = given.get("ID", "")
        elif name == "NumberFormat":
            code = given.get("Format", "General")
            self.formats[self.style] = parse_format(NAMED.get(code, code))
        elif name == "Worksheet":
            self.grids.append(Grid(given.get("Name", ""), self.date_system))
            self.row, self.noughts = 0, []
        elif name == "Row":
            self.row = int(given.get("Index") or self.row + 1)
            self.column, self.span = 0, int(given.get("Span") or 0)
        elif name == "Cell":
            self.column = int(given.get("Index") or self.column + 1)
            self.cell_style = given.get("StyleID", "")
            self.across, down = int(given.get("MergeAcross") or 0), int(given.get("MergeDown") or 0)
            if down:
                self.grids[-1].merged.append((self.row, self.column, self.row + down, self.column + self.across))
        elif name == "Font" and self.is_data:
            self.whites.append(is_white(given.get("Color", "")))
        elif name == "Font" and given.get("StrikeThrough") == "1":
            self.struck.add(self.style)
        elif name == "Comment":
            self.in_comment = True
        elif name == "Data" and not self.in_comment:
            self.kind, self.shown, self.is_data, self.whites = given.get("Type", "String"), ShownText(), True, []
        elif name in MANNERS:
            self.manners.append(max(MANNERS[name], self.manners[-1] if self.manners else Manner.PLAIN))
        elif name in ("Date1904", "Visible"):
            self.pieces = []
        elif name == "Format" and OF_STRUCK.search(given.get("Style", "")):
            raise UnreadableWorkbook(*BY_CONDITION)
        elif name == "Format" and (found := OF_CONDITION.search(given.get("Style", ""))):
            code = HEX.sub(lambda sign: chr(int(sign[1], 16)), found[1].strip("\"' "))
            if parse_format(code).changes_numbers:
                raise UnreadableWorkbook(*BY_CONDITION)

    def end(self, name: str, _: str) -> None:
        if name == "Data" and not self.in_comment:
            text, self.is_data = self.text(self.shown.whole()), False
            self.grids[-1].put(self.row, self.column, STRUCK_OUT if self.cell_style in self.struck and text.strip() else text)
            if self.kind == "Number" and not self.shown.whole().strip(" -0."):
                self.noughts.append((self.column, len(self.grids[-1].columns.get(self.column, ((), ()))[1]) - 1))
        elif name == "Comment":
            self.in_comment = False
        elif name == "Font" and self.whites:
            self.whites.pop()
        elif name == "DoNotDisplayZeros" and self.grids:
            for column, place in self.noughts:
                self.grids[-1].columns[column][1][place] = HIDDEN
        elif name in MANNERS and self.manners:
            self.manners.pop()
        elif name == "Cell":
            self.column += self.across
        elif name == "Row":
            self.row += self.span
        elif name == "Date1904":
            self.date_system = 1904
        elif name == "Visible" and self.grids and "".join(self.pieces).strip() in ("SheetHidden", "SheetVeryHidden"):
            self.hidden.add(len(self.grids) - 1)

    def piece(self, text: str) -> None:
        self.pieces.append(text)
        if not self.in_comment:
            self.shown.add(text, self.manners[-1] if self.manners else Manner.PLAIN, is_white=bool(self.whites and self.whites[-1]))

    def text(self, value: str) -> str:
        shown = self.formats.get(self.cell_style, PLAIN)
        if self.kind == "Number":
            return write_number(value.strip(), PLAIN if shown.is_date else shown, self.date_system)
        if self.kind == "Boolean":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if self.kind == "DateTime":
            day, _, time = value.strip().partition("T")
            time = time.removesuffix(".000")
            moment = time if day == TIME_ALONE else day if time in ("", "00:00:00") else f"{day} {time}"
            return cut_day(moment, shown.sections[0]) or ""
        return write_text(value, shown) if self.kind == "String" else value


def _in_utf8(data: bytes) -> bytes:
    """Return markup that says an encoding of which Expat knows nothing, as that of Windows in Korean, in UTF-8."""
    said = DECLARED.match(data)
    if not said or said["name"].lower().startswith((b"utf", b"us-ascii", b"iso-8859-1")):
        return data
    try:
        text = data.decode(codec_of(said["name"].decode("ascii")))
    except (LookupError, UnicodeDecodeError):
        raise UnreadableWorkbook(
            "its bytes are not in the encoding that it says it is in", "export it again as .xlsx and send that"
        ) from None
    return DECLARED.sub(b"", text.encode(), count=1)


def read_spreadsheetml(data: bytes, wanted: str | None) -> list[Grid] | None:
    """Return the wanted sheet or all visible ones; None if there is no sheet of the wanted name."""
    reader = _Reader()
    read_markup([_in_utf8(data)], reader.start, reader.end, reader.piece)
    if wanted:
        return [grid for grid in reader.grids if grid.name == wanted] or None
    return [grid for number, grid in enumerate(reader.grids) if number not in reader.hidden]
