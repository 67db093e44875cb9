"""Rows as the small drop draws them, in the columns of their table; the hospital's numbers of exams and lesions are keyed pseudonyms."""

import csv
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.raw.hospital_numbers import pseudonym_of
from pipelines.warehouse.table_files import table_columns
from schemas.column import Column
from tests.path_run import pseudonyms
from tests.small_drop import KEY, text_of

ONE_MORE = "00000001,AST,44,U/L,2023-01-08"  # another laboratory result, of which the kind one_row_more shows that the gate accepts it


def drawn_rows(table: str, lines: Sequence[str] | None = None) -> Iterator[tuple[str | None, ...]]:
    """Yield CSV lines in the columns of the small drop, its own without any, as rows of the table; a blank cell is null."""
    header, *own = text_of(table).splitlines()
    for line in csv.reader(own if lines is None else lines):
        cells = dict(zip(header.split(","), line, strict=True))
        yield tuple(_as_stored(column, cells.get(column.name) or None, cells["patient_id"]) for column in table_columns(table))


@cache
def patient_names() -> dict[str, str]:
    """Return the patients that a small drop may have, by pseudonym."""
    numbers = [f"{number:08}" for number in range(100)]
    return dict(zip(pseudonyms(numbers, bytes.fromhex(KEY)), numbers, strict=True))


def _as_stored(column: Column, cell: str | None, patient: str) -> str | None:
    if not cell or not column.number_of:
        return cell
    name = next(name for name, number in patient_names().items() if number == patient)
    return pseudonym_of(column, name, cell, bytes.fromhex(KEY))
