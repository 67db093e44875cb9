"""What a file of a drop is once it is read: sheets of text rows under a header, and a sentence when it cannot be read.

Every format finds its header here, in one way only; what stands below it is parted by make_sheet.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from pipelines.drop.footer import is_dash_line, read_footer

LEADING_ROWS = 100  # how far down a header is looked for
SUBTOTALS = (
    "합계", "소계", "총계", "총합계", "total", "subtotal", "grand total", "summe", "gesamt", "gesamtsumme", "zwischensumme", "somme",
    "sous-total", "total général", "suma", "totaal", "totale", "合計", "小計", "総計", "合计", "小计", "总计",
)  # fmt: skip
NOT_TEXT = "[\ufffd\x00]"  # what undecodable bytes leave behind
NUMBERED = re.compile(r"(^|\()file [0-9]+\b")  # a file that is called by its number
NAMES_OF_FILES = " Names of files: restricted/files.csv."
NO_VALUE = re.compile(r"#[A-Z][A-Z /?!]+")  # what stands for a cell of a workbook that is no value, as #STRUCK OUT; no header is called so
UNIT_DIGITS = re.compile(r"10\s*[\^*]*\s*[369](?=\s*/)|10(?=[³⁶⁹]\s*/)|(?<![0-9])m[23]\b")  # 10^9/L, ×10³/㎕, mg/m2


@dataclass(frozen=True)
class ReadOptions:
    """What registry.toml may say about reading a file; `auto` and None leave it to the file."""

    encoding: str = "auto"
    delimiter: str = "auto"
    decimal_mark: str = "."  # with which the numbers of typed cells are written, so that they are read as the texts beside them
    sheet: str | None = None
    footer_counts_rows: bool = True
    each_sheet: bool = False  # every sheet of a workbook that holds a table, under whatever header: for who does not know yet what it holds


@dataclass(frozen=True)
class BrokenRow:
    """A row that could not be read into its columns. The reason never holds a cell's text."""

    source_row: int
    rule: str  # CV-005 undecodable, CV-028 not as many cells as the header
    reason: str


@dataclass(frozen=True)
class Ending:
    """How delimited text ends: in a newline or not, and the last row, where nothing in the file shows that it is whole."""

    has_newline: bool
    doubtful_row: int | None = None


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
    counted_out: dict[str, int]  # blank, repeated_header, subtotal, footer (with lines of dashes), above_header (CV-006)
    encoding: str
    is_counted: bool = False  # a footer below the last row gives the number of rows that were read
    ending: Ending | None = None
    shown: str = ""  # how the file is called outside the restricted zone
    date_system: int = 1900  # the year from which its workbook counts days
    instants: int = 0  # moments that were converted to the hospital's own time


class UnreadableDrop(Exception):
    """A file that stops the run: one sentence with file, line, what is wrong and what to do; never a cell's text."""

    def __init__(self, file: str, wrong: str, remedy: str, *, rule: str = "CV-001", line: int | None = None) -> None:
        self.file, self.line, self.rule = file, line, rule
        self.wrong, self.remedy = wrong, remedy
        self.sentence = f"{file}{f', line {line}' if line else ''}: {wrong}; {remedy}."
        super().__init__(self.sentence + (NAMES_OF_FILES if NUMBERED.search(file) else ""))


@lru_cache(maxsize=10_000)
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


def find_header(
    file: str, leading: Sequence[tuple[int, Sequence[str | None]]], header_words: frozenset[str], *, is_below: bool = False
) -> int:
    """Return the index, among the leading rows (row number, cells), of the header.

    It is the first row of which at least half of the filled cells, and at least two (or its only one), are known
    header words; failing that, the first row that is not blank and no line of dashes. Raises UnreadableDrop (CV-002) for two columns of one
    name and for a second header row. `is_below` is for who does not know the words yet: of two header rows it takes the lower one, where
    that names more columns than the one above it, which names groups of them.
    """
    filled = [index for index, (_, row) in enumerate(leading) if not is_blank(row) and not is_dash_line(row)]
    if not filled:
        raise UnreadableDrop(file, "it holds no filled row", "send the extract again with its header and rows")
    at = next((index for index in filled if is_known_header(leading[index][1], header_words)), filled[0])
    line, header = leading[at]
    places = [index for index in filled if index > at and not read_footer(_text_of(leading[index][1]))]
    below = [leading[index] for index in places]
    is_second = bool(below) and _is_second_header(header, [row for _, row in below], header_words)
    if is_below and is_second and _count_filled(below[0][1]) > _count_filled(header):
        refuse_same_headers(file, below[0][1], below[0][0])
        return places[0]
    refuse_same_headers(file, header, line)
    if is_second:
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


def is_known_header(row: Sequence[str | None], header_words: frozenset[str]) -> bool:
    """Say whether at least half of the filled cells of a row, and at least two (or its only one), are known header words."""
    cells = _count_filled(row)
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
    cells = _count_filled(row)
    known = count_known(row, header_words) if header_words else 0
    if known >= 2 and 2 * known > cells:
        return True
    if any(cell and NO_VALUE.fullmatch(cell) for cell in row):
        return False
    contrasts = 0
    for i, cell in enumerate(row):
        values = [text for other in rest if i < len(other) and (text := other[i]) and text.strip()]
        if not (cell and cell.strip()) or len(values) < 3 or not all(map(_has_digit, values)):
            continue
        if _has_digit(cell):
            return False
        contrasts += 1
    return contrasts >= 2


def _count_filled(row: Sequence[str | None]) -> int:
    return sum(bool(cell and cell.strip()) for cell in row)


def _has_digit(cell: str) -> bool:
    return bool(re.search(r"\d", UNIT_DIGITS.sub("", cell)))


def _text_of(row: Sequence[str | None]) -> str:
    return " ".join(cell.strip() for cell in row if cell and cell.strip())
