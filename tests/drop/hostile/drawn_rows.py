"""Rows as the small drop draws them, in the columns of the raw contract of their table."""

import csv
from collections.abc import Iterator, Sequence

from pipelines.warehouse.table_files import table_columns
from tests.small_drop import text_of


def drawn_rows(table: str, lines: Sequence[str] | None = None) -> Iterator[tuple[str | None, ...]]:
    """Yield CSV lines in the columns of the small drop, its own without any, as rows of the table; a blank cell is null."""
    header, *own = text_of(table).splitlines()
    for line in csv.reader(own if lines is None else lines):
        cells = dict(zip(header.split(","), line, strict=True))
        yield tuple(cells.get(column.name) or None for column in table_columns(table))
