"""What a file of a drop is once it is read: sheets of text rows under a header, and a sentence when it cannot be read.

Every format ends here, so that a header is found, and blank, repeated and subtotal rows are counted out, in one way
only.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

LEADING_ROWS = 100  # how far down a header is looked for
SUBTOTALS = ("합계", "소계", "총계", "총합계", "total", "subtotal", "grand total")
NOT_TEXT = "[\ufffd\x00]"  # what undecodable bytes leave behind
UNIT_DIGITS = re.compile(r"10\s*[\^*]*\s*[369](?=\s*/)|10(?=[³⁶⁹]\s*/)|(?<![0-9])m[23]\b")  # 10^9/L, ×10³/㎕, mg/m2


@dataclass(frozen=True)
class ReadOptions:
    """What registry.toml may say about reading a file; `auto` and None leave it to the file."""

    encoding: str = "auto"
    delimiter: str = "auto"
    sheet: str | None = None


@dataclass(frozen=True)
class BrokenRow:
    """A row that could not be read into its columns. The reason never holds a cell's text."""

    source_row: int
    rule: str  # CV-005 undecodable, CV-028 not as many cells as the header
    reason: str


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet of a workbook, or of a file of another format, which is one sheet.

    `rows` has the columns c0 … cN in the order of `header` (text, a blank cell is null, nothing stripped) and
    source_row, the line, sheet row or record where the row starts, from 1. `header` is as sent: do not print cells of
    it that are no known header words, they are patient data where a file has no header. Below the header, rows read =
    rows + broken + counted_out without above_header.
    """

    file: str
    name: str  # blank where the file is one sheet
    header: tuple[str, ...]
    rows: pl.DataFrame
    broken: tuple[BrokenRow, ...]
    counted_out: dict[str, int]  # blank, repeated_header, subtotal, above_header (CV-006)
    encoding: str


class UnreadableDrop(Exception):
    """A file that stops the run: one sentence with file, line, what is wrong and what to do; never a cell's text."""

    def __init__(self, file: str, wrong: str, remedy: str, *, rule: str = "CV-001", line: int | None = None) -> None:
        self.file, self.line, self.rule = file, line, rule
        super().__init__(f"{file}{f', line {line}' if line else ''}: {wrong}; {remedy}.")


def fold_header(cell: str) -> str:
    """Return a header as it is compared: NFKC, lower case, letters and digits only ("Patient_ID " is "patient id")."""
    return "".join(c for c in unicodedata.normalize("NFKC", cell).casefold() if c.isalnum())


def is_blank(row: Sequence[str | None]) -> bool:
    """Say whether a row has no cell with a visible character."""
    return not any(cell and cell.strip() for cell in row)


def is_subtotal(row: Sequence[str | None]) -> bool:
    """Say whether a row's first cell says that the row sums up others."""
    return bool(row) and (row[0] or "").strip().rstrip(":").rstrip().lower() in SUBTOTALS


def count_known(row: Sequence[str | None], header_words: frozenset[str]) -> int:
    """Return how many cells of a row are known header words; the words may be folded already or not."""
    words = _fold_all(header_words)
    return sum(bool(cell) and fold_header(cell) in words for cell in row)


@cache
def _fold_all(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold_header, words))


def find_header(file: str, leading: Sequence[tuple[int, Sequence[str | None]]], header_words: frozenset[str]) -> int:
    """Return the index, among the leading rows (row number, cells), of the header.

    It is the first row of which at least half of the filled cells, and at least two (or its only one), are known
    header words; failing that, the first row that is not blank. Raises UnreadableDrop (CV-002) for two columns of one
    name and for a second header row.
    """
    filled = [index for index, (_, row) in enumerate(leading) if not is_blank(row)]
    if not filled:
        raise UnreadableDrop(file, "it holds no filled row", "send the extract again with its header and rows")
    at = next((index for index in filled if _is_header(leading[index][1], header_words)), filled[0])
    line, header = leading[at]
    refuse_same_headers(file, header, line)
    below = [leading[index] for index in filled if index > at]
    if below and _is_second_header(header, [row for _, row in below], header_words):
        raise UnreadableDrop(
            file,
            f"there are two header rows, the second in line {below[0][0]}",
            "leave one header row and send the extract again",
            rule="CV-002",
            line=line,
        )
    return at


def refuse_same_headers(file: str, header: Sequence[str | None], line: int | None = None) -> None:
    """Raise UnreadableDrop (CV-002) if two columns have one name; without printing it, for it may be a patient's."""
    names = [(cell or "").strip().casefold() for cell in header]
    times = Counter(filter(None, names))
    columns = ", ".join(str(i) for i, name in enumerate(names, 1) if times[name] > 1)
    if columns:
        wrong = f"columns {columns} have the same header"
        raise UnreadableDrop(file, wrong, "give every column its own", rule="CV-002", line=line)


def _is_header(row: Sequence[str | None], header_words: frozenset[str]) -> bool:
    cells = sum(bool(cell and cell.strip()) for cell in row)
    known = count_known(row, header_words) if header_words else 0
    return known >= min(2, cells) and 2 * known >= cells


def _is_second_header(header: Sequence[str | None], below: list[Sequence[str | None]], header_words: frozenset[str]) -> bool:
    """Say whether the first filled row below the header is a header too (another language, or units).

    Either more than half of its filled cells, and at least two, are known header words. Or it differs in kind from
    the rows below it: take the columns that hold a digit in every filled cell of the next rows (at least three, at
    most 20); the row is a header if it fills at least two of these columns and none of its cells there has a digit
    (10^9/L and mg/m2 have none). A row of data does not look so, for it has its own patient number or date. The same
    header again is a page break and no second header.
    """
    row, rest = below[0], below[1:21]
    if [fold_header(cell or "") for cell in row] == [fold_header(cell or "") for cell in header]:
        return False
    cells = sum(bool(cell and cell.strip()) for cell in row)
    known = count_known(row, header_words) if header_words else 0
    if known >= 2 and 2 * known > cells:
        return True
    contrasts = 0
    for i, cell in enumerate(row):
        values = [text for other in rest if i < len(other) and (text := other[i]) and text.strip()]
        if not (cell and cell.strip()) or len(values) < 3 or not all(map(_has_digit, values)):
            continue
        if _has_digit(cell):
            return False
        contrasts += 1
    return contrasts >= 2


def _has_digit(cell: str) -> bool:
    return bool(re.search(r"\d", UNIT_DIGITS.sub("", cell)))


@dataclass(frozen=True)
class SheetOrigin:
    """Which file a sheet is of, its name where the file has several, and how the file is encoded."""

    file: str
    name: str = ""
    encoding: str = ""


def make_sheet(
    origin: SheetOrigin,
    header: Sequence[str | None],
    rows: pl.DataFrame,
    broken: Sequence[BrokenRow] = (),
    counted_out: dict[str, int] | None = None,
) -> Sheet:
    """Return the sheet of a header and the rows below it.

    Blank, repeated and subtotal rows are counted out, undecodable ones are quarantined. Columns at the right end
    without a header and without a cell are not columns.
    """
    headers = [(cell or "").strip() for cell in header]
    while headers and not headers[-1] and rows[f"c{len(headers) - 1}"].is_null().all():
        rows = rows.drop(f"c{len(headers) - 1}")
        headers.pop()
    columns = [f"c{i}" for i in range(len(headers))]
    cells = pl.col(columns)
    kinds = {
        "blank": pl.all_horizontal(cells.is_null() | ~cells.str.contains(r"\S")),
        "repeated_header": pl.all_horizontal(
            pl.col(column).fill_null("").str.strip_chars() == text for column, text in zip(columns, headers, strict=True)
        ),
        "subtotal": pl.col(columns[0]).str.strip_chars(" \t\r\n:").str.to_lowercase().is_in(SUBTOTALS).fill_null(False),
        "undecodable": pl.any_horizontal(cells.str.contains(NOT_TEXT).fill_null(False)),
    }
    kind = pl.coalesce([pl.when(test).then(pl.lit(kind)) for kind, test in kinds.items()])
    marks = rows.select(kind.alias("kind"), "source_row")
    counts = {"blank": 0, "repeated_header": 0, "subtotal": 0, "above_header": 0} | (counted_out or {})
    for what in ("blank", "repeated_header", "subtotal"):
        counts[what] += int((marks["kind"] == what).sum())
    bad = marks.filter(pl.col("kind") == "undecodable")["source_row"]
    reason = "the row holds bytes that are no text in the file's encoding"
    unread = [*broken, *(BrokenRow(line, "CV-005", reason) for line in bad)]
    return Sheet(
        file=origin.file,
        name=origin.name,
        header=tuple(headers),
        rows=rows.filter(marks["kind"].is_null()).select(*columns, pl.col("source_row").cast(pl.Int64)),
        broken=tuple(sorted(unread, key=lambda row: row.source_row)),
        counted_out=counts,
        encoding=origin.encoding,
    )
