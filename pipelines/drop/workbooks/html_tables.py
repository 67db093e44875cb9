"""Web pages that hold tables, which many hospital systems send under a workbook's name: the texts of their cells, as displayed.

A table within a cell of another is a table of its own, and its texts are not the cell's. Scripts are never run and
nothing is loaded.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

from pipelines.drop.sheet import LEADING_ROWS, count_known
from pipelines.drop.workbooks.grid import LAST_COLUMN, LAST_ROW, Grid

UNSEEN = ("script", "style", "title", "head")
CELLS = ("td", "th")
WIDEST_SPAN = 1000  # what browsers allow


@dataclass
class _Table:
    """A table that is being read, and how far it is."""

    grid: Grid
    row: int = 0
    column: int = 0
    span: tuple[int, int] = (1, 1)  # rows and columns of the cell that is open
    texts: list[str] | None = None  # of that cell; None between cells

    def open_row(self) -> None:
        self.close_cell()
        self.row, self.column = self.row + 1, 0

    def open_cell(self, rows: int, columns: int) -> None:
        self.close_cell()
        self.row = self.row or 1
        self.column += 1
        while any(column <= self.column <= last and first < self.row <= until for first, column, until, last in self.grid.merged[-100:]):
            self.column += 1
        self.span, self.texts = (rows, columns), []

    def close_cell(self) -> None:
        if self.texts is None:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self.texts).split("\n")).strip()
        self.grid.put(self.row, self.column, text)
        rows, columns = self.span
        last_row, last_column = min(self.row + rows - 1, LAST_ROW), min(self.column + columns - 1, LAST_COLUMN)
        if rows > 1:
            self.grid.merged.append((self.row, self.column, last_row, last_column))
        self.column, self.texts = last_column, None


class _Reader(HTMLParser):
    """Collects the tables of a web page, in the order in which they begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self.open: list[_Table] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "table":
            self.unseen = 0
            self.grids.append(Grid(f"table {len(self.grids) + 1}"))
            self.open.append(_Table(self.grids[-1]))
        elif self.open and tag == "tr":
            self.open[-1].open_row()
        elif self.open and tag in CELLS:
            given = dict(attrs)
            self.open[-1].open_cell(_span(given.get("rowspan"), LAST_ROW), _span(given.get("colspan"), WIDEST_SPAN))
        elif self.open and tag in ("br", "p", "div") and self.open[-1].texts:
            self.open[-1].texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif self.open and tag == "table":
            self.open.pop().close_cell()
        elif self.open and tag in (*CELLS, "tr"):
            self.open[-1].close_cell()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].texts is not None and not self.unseen:
            self.open[-1].texts.append(" ".join(data.split("\n")))


def _span(value: str | None, most: int) -> int:
    return min(max(int(value), 1), most) if value and value.isascii() and value.isdigit() and len(value) < 10 else 1


def read_html(text: str) -> list[Grid]:
    """Return the tables of a web page, named by their number; every text as it is displayed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for table in reader.open:
        table.close_cell()
    return reader.grids


def choose_tables(grids: list[Grid], wanted: str | None, header_words: frozenset[str]) -> list[Grid] | None:
    """Return the wanted table; else those in which a row has two known header words, or all: others lay out the whole."""
    if wanted:
        return [grid for grid in grids if grid.name == wanted] or None
    return [grid for grid in grids if any(count_known(row, header_words) > 1 for row in _leading_rows(grid))] or grids


def _leading_rows(grid: Grid) -> list[list[str]]:
    """Return the texts of the first rows of a table, without their places."""
    rows: dict[int, list[str]] = {}
    for numbers, texts in grid.columns.values():
        for number, text in zip(numbers[:LEADING_ROWS], texts[:LEADING_ROWS], strict=True):
            rows.setdefault(number, []).append(text)
    return list(rows.values())
