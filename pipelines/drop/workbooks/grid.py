"""The filled cells of one sheet, and the table that they make: as much of it as is filled, whatever rectangle they span."""

import re
from array import array
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from pipelines.drop.workbooks.merged_cells import MergedCells

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of the largest sheet there is
LOCKED, DAMAGED = "it is locked with a password", "it is damaged or truncated"
BY_CONDITION = (
    "a conditional format of it shows some numbers as others than they are, such as limits, or strikes them out",
    "let the cells have the format themselves, or none, and send it again",
)
TWICE = "a cell of it is there twice, with two contents"
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
NOT_CALCULATED = "#FORMULA"  # a formula for which no result is stored: neither a value nor a missing one
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


class UnreadableWorkbook(Exception):
    """What is wrong with a workbook and what to do about it, for the sentence that names the file."""

    def __init__(self, wrong: str, remedy: str = "save it again in Excel and send it") -> None:
        self.wrong, self.remedy = wrong, remedy
        super().__init__(wrong)


@dataclass
class Grid:
    """A sheet with its cells by column; rows and columns are counted from 1, and only visible texts make a row or column.

    `merged` are the ranges of merged cells: first row, first column, last row, last column.
    """

    name: str
    date_system: int = 1900
    columns: dict[int, tuple[array, list[str]]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Write a text into a cell. Raises UnreadableWorkbook beyond the last cell."""
        if not text:
            return
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            raise UnreadableWorkbook(DAMAGED)
        rows, texts = self.columns.get(column) or self.columns.setdefault(column, (array("l"), []))
        rows.append(row)
        texts.append(text)

    def to_frame(self) -> pl.DataFrame:
        """Return the rows with a visible cell as c0 … cN and source_row; a column is there if one of its cells is visible.

        A cell that is merged over rows belongs to each of them that has a cell of its own. The cells are given away: a sheet
        may be most of what the memory holds. Raises UnreadableWorkbook for a cell that has two texts, or that two merged cells cover.
        """
        visible: set[int] = set()
        for column in sorted(self.columns):
            rows = {row for row, text in zip(*self.columns[column], strict=True) if not text.isspace()}
            visible |= rows
            if not rows:
                del self.columns[column]
        numbers = sorted(visible)
        place = {number: i for i, number in enumerate(numbers)}
        merged = MergedCells(self.merged, numbers)
        series: list[pl.Series] = []  # one frame is made of them in the end: one more for each column would take for ever
        for i, column in enumerate(sorted(self.columns)):
            texts: list[str | None] = [None] * len(numbers)
            for row, text in zip(*self.columns.pop(column), strict=True):
                if row in place:
                    if texts[place[row]] not in (None, text):
                        raise UnreadableWorkbook(TWICE)
                    texts[place[row]] = text
            try:
                merged.fill(column, texts)
            except ValueError as error:
                raise UnreadableWorkbook(str(error)) from None
            series.append(pl.Series(f"c{i}", texts, dtype=pl.String))
        return pl.DataFrame([*series, pl.Series("source_row", numbers, dtype=pl.Int64)])


def parse_reference(reference: str) -> tuple[int, int]:
    """Return row and column of a cell named as B12. Raises UnreadableWorkbook for what names no cell."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        raise UnreadableWorkbook(DAMAGED)
    return int(found[2]), column_number(found[1])


def parse_range(reference: str) -> tuple[int, int, int, int]:
    """Return the first row and column and the last row and column of a range named as A3:B4."""
    first, _, last = reference.replace("$", "").partition(":")
    return (*parse_reference(first), *parse_reference(last or first))


def column_number(letters: str) -> int:
    """Return the number of a column, from 1."""
    return reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters, 0)
