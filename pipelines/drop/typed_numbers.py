"""Numbers that a file holds as numbers and not as texts: they are written with the decimal mark with which their source is read.

A cell of a workbook, a number of JSON or a column of Parquet has no decimal mark. Written with a point, 2.125 would be read as 2125 where
the texts beside it have commas.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

POINT = "."
_MARK = ContextVar("decimal mark", default=POINT)


@contextmanager
def numbers_written_with(mark: str) -> Generator[None]:
    """Write the numbers of typed cells with this decimal mark while the block runs."""
    token = _MARK.set(mark)
    try:
        yield
    finally:
        _MARK.reset(token)


def decimal_mark() -> str:
    """Return the decimal mark with which numbers of typed cells are written now."""
    return _MARK.get()


def with_mark(number: str) -> str:
    """Return a number, written with a point if it has decimal places, with the mark in its place."""
    return number if _MARK.get() == POINT else number.replace(POINT, _MARK.get())
