"""Prints a trace: by patient, or by the values of one patient; none of its lines is wider than a terminal."""

import re
import textwrap
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import polars as pl

from pipelines.settings.visible import visible

WIDTH = 80


def by_patient(traced: pl.DataFrame) -> str:
    """Return the patients behind a number, each with its value and the rows behind it."""
    lines = []
    for (patient, value), rows in groupby(traced.iter_rows(named=True), key=lambda row: (row["patient"], row["value"])):
        lines += ["", *_wrapped(f"{patient}  {value}", 0), *_row_lines(rows)]
    return "\n".join(lines)


def by_value(traced: pl.DataFrame) -> str:
    """Return the values of one patient; those that rest on the same rows stand together above them."""
    together: dict[tuple, list[str]] = {}
    for (name, value), rows in groupby(traced.iter_rows(named=True), key=lambda row: (row["number"], row["value"])):
        together.setdefault(tuple(_row_lines(rows)), []).append(f"{name}={value}")
    return "\n".join(line for rows, values in together.items() for line in ("", *_wrapped("; ".join(values), 0), *rows))


def _row_lines(rows: Iterable[dict[str, Any]]) -> list[str]:
    lines = []
    for row in rows:
        if row["row_key"] is None:
            lines += _wrapped("no row of an extract says so", 2)
            continue
        sheet = f", sheet {row['sheet']}" if row["sheet"] else ""
        place = f"{row['source_file']}{sheet}, row {row['source_row']}" if row["source_file"] else "the row is not among those kept"
        findings = f" [{row['findings']}]" if row["findings"] else ""
        lines += _wrapped(f"{place}: {row['what']}{findings}", 2) + _wrapped(row["as_sent"] or "", 4)
    return lines


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(visible(re.sub(r"\s+", " ", text)), WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))
