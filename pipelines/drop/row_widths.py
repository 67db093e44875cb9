"""Which rows of delimited text have the cells that their header asks for; cells are never moved to make a row fit."""

import polars as pl

from pipelines.drop.footer import is_dash_line, read_footer
from pipelines.drop.sheet import NOT_TEXT, BrokenRow, is_blank, is_subtotal

COMMON = (10, 0.05)  # rows, and share of all: a width that so many have is no slip


class RowWidths:
    """The number of cells that a header asks for, and the rows that do not have it."""

    def __init__(self, header: list[str], delimiter: str, broken: list[BrokenRow]) -> None:
        self.full = len(header)  # blank header cells at the end may or may not be there in a row
        self.named = max(i for i, cell in enumerate(header, 1) if cell.strip())
        self.delimiter = delimiter
        self.broken = broken
        self.counted_out = {"blank": 0, "subtotal": 0, "above_header": 0}
        self.last_line = 0  # of the records read
        self.last_short = 0  # the line of the last row if it has too few cells

    def fit(self, line: int, row: list[str]) -> list[str] | None:
        """Return the row with as many cells as the header, or None if it is no row of data."""
        if is_blank(row):
            self.counted_out["blank"] += 1
        elif len(row) >= self.named and is_blank(row[self.named :]):
            return row[: self.full] + [""] * (self.full - len(row))
        elif is_subtotal(row):
            self.counted_out["subtotal"] += 1
        elif is_dash_line([text := self.delimiter.join(row)]) or read_footer(text):
            return [text] + [""] * (self.full - 1)
        elif holds_no_text(row):
            self.broken.append(BrokenRow(line, "CV-005", "the row holds bytes that are no text in the file's encoding"))
        else:
            filled = max(i for i, cell in enumerate(row, 1) if cell.strip())
            cells = f"has {len(row)} cells" if len(row) < self.named else f"fills {filled} cells"
            self.broken.append(BrokenRow(line, "CV-028", f"the row {cells} and the header has {self.named}"))
            self.last_short = line if len(row) < self.named else 0
        return None

    def part(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows (c0 … cN, source_row, width) without those of which nobody can tell whether their cells are shifted.

        A blank cell too many may be the row's last cell, pushed out by a stray delimiter ("65,5" unquoted), if the
        last column is blank in other rows; and where all rows end in a delimiter, one that does not may lack a cell.
        """
        times = rows["width"].value_counts(sort=True)
        if times.height < 2 or self.named < 2:
            return rows
        habit = times["width"][0]
        common = times.filter((pl.col("count") >= COMMON[0]) & (pl.col("count") >= COMMON[1] * rows.height))["width"]
        last = pl.col(f"c{self.named - 1}")
        may_be_blank = rows.filter(pl.col("width") == habit).select(last.is_null().any()).item()
        is_odd = ~pl.col("width").is_in([habit, *common]) & pl.any_horizontal(pl.nth(range(1, self.named)).is_not_null())
        doubtful = rows.filter(is_odd & (((pl.col("width") > habit) & may_be_blank) | ((pl.col("width") < habit) & last.is_null())))
        reason = "the row has another number of cells than the others, and its last is blank, so that a cell may be shifted"
        self.broken += [BrokenRow(line, "CV-028", reason) for line in doubtful["source_row"]]
        return rows.filter(~pl.col("source_row").is_in(doubtful["source_row"].implode()))


def holds_no_text(row: list[str]) -> bool:
    """Say whether a cell has what undecodable bytes leave behind."""
    return any(character in cell for cell in row for character in NOT_TEXT[1:-1])
