"""Reads the code book of a column from the file of sql/reference/ that lists its codes, each with its label and the words for it."""

import csv
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "sql" / "reference"


@cache
def listed_rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `sql/reference/<table>.csv`, all of them text, in the order of the file."""
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def code_book(table: str) -> dict[str, tuple[str, ...]]:
    """Return the codes of a list, which stand in its first column, with the words that mean each in an extract."""
    return {next(iter(row.values())): tuple(row["words"].split(";")) for row in listed_rows(table)}


def code_labels(table: str) -> dict[str, str]:
    """Return the codes of a list, which stand in its first column, with their labels."""
    return {next(iter(row.values())): row["label"] for row in listed_rows(table)}
