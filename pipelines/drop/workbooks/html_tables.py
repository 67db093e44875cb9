"""Web pages that hold tables, which many hospital systems send under a workbook's name: the texts of their cells, as displayed.

A table within a cell of another is a table of its own; only if it has a few cells are its texts the cell's, too. Scripts are
never run and nothing is loaded. What no reader sees is no text: what is hidden, what stands behind a tooltip, an option not chosen.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice

from pipelines.drop.footer import LONGEST
from pipelines.drop.sheet import LEADING_ROWS, count_known
from pipelines.drop.workbooks.grid import LAST_COLUMN, LAST_ROW, Grid, UnreadableWorkbook
from pipelines.drop.workbooks.html_styles import TURNED, Given, StyleSheet, is_in_white, is_turned, manner_of_element
from pipelines.drop.workbooks.number_format import PLAIN
from pipelines.drop.workbooks.shown_number import write_as_shown
from pipelines.drop.workbooks.shown_text import Manner, ShownText
from pipelines.drop.workbooks.write_number import NUMBER, write_number

UNSEEN = ("script", "style", "title", "head", "template", "noscript")
CELLS = ("td", "th")
ROWS = ("thead", "tbody", "tfoot", "tr")
LINES = ("br", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "blockquote", "option")
EMPTY = ("br", "hr", "img", "input", "wbr", "col", "link", "meta")  # elements that have no end
TYPED = ("", "text", "number", "date", "datetime-local", "time", "tel", "search")  # fields whose value is to be seen
EMBEDDED = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,[A-Za-z0-9+/=]*")  # pictures and fonts
PICTURE = "#PICTURE"  # a cell of nothing but a picture, a formula in signs, or what a script writes: neither a value nor a missing one
PICTURES = ("img", "svg", "canvas", "object", "embed", "video", "meter", "progress", "math")
TABLE = "#TABLE"  # a cell of nothing but a table of its own
CLOSED = "#CLOSED "  # before what is seen only by who opens it
CHECKED, UNCHECKED = "☑", "☐"
SELECTOR = re.compile(rf"[{CHECKED}{UNCHECKED}]\s*([^{CHECKED}{UNCHECKED}]*\d[^{CHECKED}{UNCHECKED}]*)")  # of a row, by its number
BOUND = ("data-value", "data-text", "data-bind", "ng-bind", "v-text", "x-text")  # attributes from which a script writes a text
SPACER = re.compile(r"spacer|blank|clear|trans|pixel|dot\.gif|1x1", re.IGNORECASE)
ICON = re.compile(r"(^|\s)(fa[srlb]?|glyphicon|bi|xi|mdi|icon|material-icons)(-|\s|$)", re.IGNORECASE)
MOST_OPEN = 1000  # signs that open markup and are followed by none that closes it
MOST_BESIDE = 1000  # texts
FEW = 12  # cells of a table that lays out what stands in a cell
FEWEST_COLUMNS = 3  # of a table that may be part of another
WIDEST_SPAN = 1000  # what browsers allow


@dataclass
class _Table:
    """A table that is being read, and how far it is."""

    grid: Grid
    row: int = 0
    column: int = 0
    struck: dict[str, bool] = field(default_factory=dict)  # whether the table, its section or its row strikes out what stands in it
    span: tuple[int, int] = (1, 1)  # rows and columns of the cell that is open
    text: ShownText | None = None  # of that cell; None between cells
    # elements in it that are open and matter: tag, how a text in it is shown, whether in white, and what is put behind the element
    manners: list[tuple[str, Manner, bool, str]] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)  # of these
    has_picture: bool = False
    number: str = ""  # that Excel stores beside a text of fewer digits

    def open_row(self) -> None:
        self.close_cell()
        self.row, self.column = self.row + 1, 0

    def open_cell(self, rows: int, columns: int) -> None:
        self.close_cell()
        self.row = self.row or 1
        self.column += 1
        while any(column <= self.column <= last and first < self.row <= until for first, column, until, last in self.grid.merged[-100:]):
            self.column += 1
        self.span, self.text, self.manners, self.has_picture, self.number = (rows, columns), ShownText(), [], False, ""
        self.tags.clear()

    def open_element(self, tag: str, given: Given, style: str, beside: tuple[str, str] = ("", "")) -> None:
        manner, white = manner_of_element(tag, given, style), is_in_white(tag, given, style)
        before, behind = beside if manner is not Manner.UNSEEN else ("", "")
        self.add(TURNED if is_turned(tag, given, style) else "")
        self.add(before)
        matters = manner is not None or white is not None or behind or self.tags[tag]
        if tag not in EMPTY and matters:
            around, white_around = self.shown()
            own = Manner.PLAIN if manner is None else manner
            self.manners.append((tag, max(own, around), white_around if white is None else white, behind))
            self.tags[tag] += 1

    def close_element(self, tag: str) -> None:
        name = "" if self.tags[tag] else tag
        while name != tag:
            name, *_, behind = self.manners.pop()
            self.tags[name] -= 1
            self.add(behind if name == tag else "")

    def shown(self) -> tuple[Manner, bool]:
        """Return how a text is shown here, and whether in white."""
        return self.manners[-1][1:3] if self.manners else (Manner.PLAIN, False)

    def add(self, text: str) -> None:
        if self.text is not None and text:
            manner, white = self.shown()
            self.text.add(text, manner, is_white=white)

    def close_cell(self) -> None:
        if self.text is None:
            return
        while self.manners:
            self.add(self.manners.pop()[3])
        text = "\n".join(" ".join(line.split()) for line in self.text.whole().split("\n")).strip()
        text = _without_selector(text) or (PICTURE if self.has_picture else "")
        if text and NUMBER.fullmatch(self.number):
            text = write_as_shown(write_number(self.number, PLAIN), text)
        self.grid.put(self.row, self.column, text)
        rows, columns = self.span
        last_row, last_column = min(self.row + rows - 1, LAST_ROW), min(self.column + columns - 1, LAST_COLUMN)
        if rows > 1:
            self.grid.merged.append((self.row, self.column, last_row, last_column))
        self.column, self.text = last_column, None


class _Reader(HTMLParser):
    """Collects the tables of a web page, in the order in which they begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self.open: list[_Table] = []
        self.unseen = 0
        self.styles = StyleSheet()
        self.rules: list[str] | None = None  # pieces of the style sheet that is being read
        self.beside_tables: list[str] = []  # short texts, such as of how many rows some are shown

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
            if self.open and tag == "script":
                self.open[-1].has_picture = True
            self.rules = [] if tag == "style" else None
        elif tag == "table":
            self.unseen = 0
            self.grids.append(Grid(f"table {len(self.grids) + 1}"))
            self.open.append(_Table(self.grids[-1], struck={tag: self.is_struck(tag, dict(attrs))}))
        elif self.open and tag in ROWS:
            self.open[-1].close_cell()
            self.open[-1].struck |= dict.fromkeys(("tr",) if tag == "tr" else ROWS, False) | {tag: self.is_struck(tag, dict(attrs))}
            if tag == "tr":
                self.open[-1].open_row()
        elif self.open and tag in CELLS:
            given = dict(attrs)
            self.open[-1].open_cell(_span(given.get("rowspan"), LAST_ROW), _span(given.get("colspan"), WIDEST_SPAN))
            self.open[-1].number = given.get("x:num") or ""
            style = self.styles.style_of(tag, given)
            is_hidden = manner_of_element(tag, {}, style) is Manner.UNSEEN  # a hidden column is a column
            style = ("" if is_hidden else style) + (";text-decoration:line-through" if any(self.open[-1].struck.values()) else "")
            self.open[-1].open_element(tag, {"dir": given.get("dir")}, style, self.beside(tag, given))
        elif self.open and self.open[-1].text is not None:
            self.open_in_cell(self.open[-1], tag, dict(attrs))

    def open_in_cell(self, table: _Table, tag: str, given: Given) -> None:
        if tag in LINES and table.text:
            table.add("\n")
        written = (self.get_starttag_text() or "").split('"')[0].split("'")[0]
        if "<" in written[1:]:  # no element: a limit, as <LOD, before the end of its cell
            table.add(written[: written.index("<", 1)])
            return
        style = self.styles.style_of(tag, given)
        is_shown = manner_of_element("", {name: "" for name in given if name in ("hidden", "popover")}, style) is not Manner.UNSEEN
        table.open_element(tag, given, style, self.beside(tag, given))
        if is_shown:
            table.add(_shown_by(tag, given))
            table.has_picture = table.has_picture or _is_picture(tag, given)

    def is_struck(self, tag: str, given: Given) -> bool:
        return manner_of_element(tag, given, self.styles.style_of(tag, given)) is Manner.STRUCK

    def beside(self, tag: str, given: Given) -> tuple[str, str]:
        return self.styles.text_beside("before", tag, given), self.styles.text_beside("after", tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
            self.styles.read("".join(self.rules or ()))
            self.rules = None
        elif self.open and tag == "table":
            self.close_table(self.open.pop())
        elif self.open and tag in (*CELLS, *ROWS):
            self.open[-1].close_cell()
            self.open[-1].struck |= {tag: False}
        elif self.open and self.open[-1].text is not None:
            self.open[-1].close_element(tag)
            if tag in LINES and self.open[-1].text:
                self.open[-1].add("\n")

    def close_table(self, table: _Table) -> None:
        table.close_cell()
        texts = [text for _, texts in table.grid.columns.values() for text in texts[: FEW + 1]]
        if self.open and 0 < len(texts) <= FEW:
            self.open[-1].add("\n" + "\n".join(texts) + "\n")
        elif self.open and texts:
            self.open[-1].add(TABLE)

    def handle_data(self, data: str) -> None:
        if self.rules is not None:
            self.rules.append(data)
        elif self.open and not self.unseen:
            self.open[-1].add(" ".join(data.split("\n")))
        elif not self.unseen and 1 < len(data) <= LONGEST and len(self.beside_tables) < MOST_BESIDE:
            self.beside_tables.append(data)


def _without_selector(text: str) -> str:
    """Return a text without the box that selects its row; one beside a word is a value: ☐ died is alive."""
    found = SELECTOR.fullmatch(text)
    return found[1] if found else text


def _shown_by(tag: str, given: Given) -> str:
    """Return what a field of a form, a picture with words or a closed part of a web page shows in the place of a text."""
    kind = (given.get("type") or "").lower()
    if tag == "input" and kind in ("checkbox", "radio"):
        return CHECKED if "checked" in given else UNCHECKED
    if tag == "input" and kind in TYPED:
        return given.get("value") or ""
    if tag == "details" and "open" not in given:
        return CLOSED
    return given.get("alt") or "" if tag == "img" else ""


def _is_picture(tag: str, given: Given) -> bool:
    """Say whether an element shows a picture that may mean something: none that only fills or adorns."""
    if tag == "img":
        is_small = given.get("width") in ("0", "1") or given.get("height") in ("0", "1")
        return not (is_small or given.get("alt") == "" or SPACER.search(given.get("src") or ""))
    is_written = any(given.get(name) for name in BOUND)
    return is_written or tag in PICTURES or (tag in ("i", "span") and bool(ICON.search(given.get("class") or "")))


def _span(value: str | None, most: int) -> int:
    return min(max(int(value), 1), most) if value and value.isascii() and value.isdigit() and len(value) < 10 else 1


def read_html(text: str) -> tuple[list[Grid], list[str]]:
    """Return the tables of a web page, named by their number, and the texts beside them; every text as it is displayed.

    Raises UnreadableWorkbook for markup that does not end: Python's parser would look for its end again and again.
    """
    text = EMBEDDED.sub("", text).replace("<![", "<!x")  # a condition of Office: a browser, too, takes it for a remark until the next >
    text = text[: text.find("<!--", text.rfind("-->") + 1)] if "<!--" in text[text.rfind("-->") + 1 :] else text
    if any(between.count("<") > MOST_OPEN for between in text.split(">")):
        raise UnreadableWorkbook("it holds markup that does not end", "export the table again, as text or as a workbook, and send that")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for table in reader.open:
        table.close_cell()
    return reader.grids, reader.beside_tables


def choose_tables(grids: list[Grid], wanted: str | None, header_words: frozenset[str]) -> list[Grid] | None:
    """Return the wanted table; else those in which a row has two known header words, or all: others lay out the whole."""
    if wanted:
        return [grid for grid in grids if grid.name == wanted] or None
    return [grid for grid in grids if any(count_known(row, header_words) > 1 for row in _leading_rows(grid))] or grids


def find_tables_without_header(grids: list[Grid], chosen: list[Grid]) -> bool:
    """Say whether a table beside those with a known header goes on where they end, or has the rows of one that has none.

    It does where it has as many columns and its first cells are of the letters and digits of theirs, as in a list of several web pages of
    which only the first has the header, or beneath a header that stands still. To be asked while the cells are there.
    """
    shapes = {(len(grid.columns), shape) for grid in chosen for shape in _first_shapes(grid)}
    alone = {len(grid.columns) for grid in chosen if not any(len(texts) > 1 for _, texts in grid.columns.values())}
    numbers = set(map(id, chosen))
    others = [grid for grid in grids if id(grid) not in numbers and len(grid.columns) >= FEWEST_COLUMNS]
    return any(len(grid.columns) in alone or any((len(grid.columns), shape) in shapes for shape in _first_shapes(grid)) for grid in others)


def _first_shapes(grid: Grid) -> set[str]:
    """Return the shapes of the cells of the first column that hold a digit: 00000001 is 00000000."""
    texts = grid.columns[min(grid.columns)][1] if grid.columns else []
    return {re.sub(r"\d", "0", text) for text in texts if re.search(r"\d", text)}


def list_texts_of_others(grids: list[Grid], chosen: list[Grid]) -> list[str]:
    """Return the first texts of the tables that were not chosen: they may say of how many rows some are shown."""
    numbers = set(map(id, chosen))
    others = (grid for grid in grids if id(grid) not in numbers)
    return list(islice((text for grid in others for _, texts in grid.columns.values() for text in texts[:FEW]), MOST_BESIDE))


def _leading_rows(grid: Grid) -> list[list[str]]:
    """Return the texts of the first rows of a table, without their places."""
    rows: dict[int, list[str]] = {}
    for numbers, texts in grid.columns.values():
        for number, text in zip(numbers[:LEADING_ROWS], texts[:LEADING_ROWS], strict=True):
            rows.setdefault(number, []).append(text)
    return list(rows.values())
