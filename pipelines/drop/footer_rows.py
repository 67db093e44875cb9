"""Footers among the rows of a sheet: which rows they are, and whether the numbers that they give are those of the rows."""

import re
from bisect import bisect_left
from collections.abc import Sequence

import polars as pl

from pipelines.drop.footer import Footer, is_dash_line, read_footer

FEW = 2  # cells: no footer fills more ("Total rows", "67")
ACROSS = Footer()  # a line of dashes says nothing
DOTS = re.compile(r"\s*(\.{2,}|[…⋯⋮])\s*")
LEFT_OUT = Footer(tells_part=True)  # a row of nothing but dots stands for rows that a program did not print


def find_footers(rows: pl.DataFrame) -> dict[int, Footer]:
    """Return what is a footer or a line of dashes among rows (c0 … cN, source_row), by its line."""
    cells = pl.all().exclude("source_row")
    dashes = pl.coalesce(cells).str.contains(r"^[-=_─—–━+| ]+$") | pl.coalesce(cells).str.contains(f"^{DOTS.pattern}$")
    few = rows.filter((pl.sum_horizontal(cells.is_not_null()) <= FEW) | dashes)
    found = {}
    for *row, line in few.iter_rows():
        filled = [cell.strip() for cell in row if cell]
        footer = (
            ACROSS
            if is_dash_line(row)
            else LEFT_OUT
            if len(filled) > 1 and all(map(DOTS.fullmatch, filled))
            else read_footer(" ".join(filled))
        )
        if footer and not (footer.may_be_sum and len(filled) > 1):  # ("Total", "67") sums up a column
            found[line] = footer
    return found


def read_above(above: Sequence[tuple[int, Sequence[str | None]]]) -> dict[int, Footer]:
    """Return what lines above a header say as footers do, by their numbers; what may be a sum is none there."""
    said = ((line, read_footer(" ".join(cell.strip() for cell in row if cell))) for line, row in above)
    return {line: footer for line, footer in said if footer and not footer.may_be_sum}


def find_part(footers: dict[int, Footer], rows: int) -> int | None:
    """Return the line of a footer that says that only a part of all rows, or of all leaves of paper, is there; None if there is none."""
    last_leaf = max((footer.leaf for footer in footers.values()), default=0)
    for line, footer in footers.items():
        if footer.tells_part or footer.of_rows > rows or last_leaf < footer.of_leaves:
            return line
    return None


def find_wrong_count(footers: dict[int, Footer], lines: pl.Series, unread: Sequence[int]) -> tuple[int, int, int] | None:
    """Return the line of a footer whose number is wrong, the number, and how many rows there are; None if all are right.

    A footer counts all rows above it, or those since the footer before it, as where two exports are pasted together.
    `lines` are those of the rows, `unread` those that could not be read into their columns, both rising; several
    of them may be one torn row, so each may count or not.
    """
    rows_before = unread_before = 0
    counting = sorted((line, footer.rows, footer.may_be_sum) for line, footer in footers.items() if footer.rows is not None)
    above = lines.search_sorted(pl.Series([line for line, _, _ in counting], dtype=pl.Int64))
    for (line, said, may_be_sum), rows in zip(counting, above, strict=True):
        torn = bisect_left(unread, line)
        if may_be_sum and rows + torn < lines.len() + len(unread):
            continue
        if not (rows <= said <= rows + torn or rows - rows_before <= said <= rows - rows_before + torn - unread_before):
            return line, said, rows + torn
        rows_before, unread_before = rows, torn
    return None
