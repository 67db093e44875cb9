"""Writes every table as it is printed, every curve in numbers, and all numbers in one long list, as CSV."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.analysis.kaplan_meier import Curve
from pipelines.analysis.run_statistics import Statistics
from pipelines.findings.spreadsheet_text import as_text
from pipelines.report.document import Document, Table
from pipelines.report.in_print import SUPPRESSED

CURVE = ("month", "at_risk", "events", "censored", "survival", "std_err_log_survival", "lower_95", "upper_95")


def write_tables_as_csv(document: Document, folder: Path) -> None:
    """Write each table of the document; the byte order mark lets spreadsheets read them as UTF-8."""
    for table in document.blocks(Table):
        (folder / f"{table.name}.csv").write_bytes(b"\xef\xbb\xbf" + _csv(table_rows(table)))


def table_rows(table: Table) -> Iterator[list[str]]:
    """Yield the heads and lines of a table; an indented line carries the label that it belongs to, so that a row is read alone."""
    spans = [title for title, columns in table.spans for _ in range(columns)] or [""] * len(table.columns)
    heads = [column.replace("\n", " ") for column in table.columns]
    yield ["", "level", *(f"{span}: {column}" if span else column for span, column in zip(spans[1:], heads[1:], strict=True))]
    above = ""
    for line in table.lines:
        above = above if line.is_indented else line.label
        yield [above, line.label if line.is_indented else "", *(cell.text for cell in line.cells)]


def write_curves(statistics: Statistics, folder: Path, *, by_month: bool = False) -> None:
    """Write the numbers of every curve: one row per time at which something happened, or (to publish) one per month without counts."""
    for survival in statistics.paper.survivals:
        for group in survival.groups:
            rows = _curve_by_month(group.curve) if by_month else (list(CURVE), *_curve(group.curve))
            (folder / f"{survival.endpoint}_{_file_name(group.name)}.csv").write_bytes(_csv(rows))


def _curve(curve: Curve) -> Iterator[list[str]]:
    columns = (curve.times, curve.at_risk, curve.events, curve.censored, curve.survival, curve.std_err, curve.lower, curve.upper)
    for row in zip(*columns, strict=True):
        yield [_plain(value) for value in row]


def _curve_by_month(curve: Curve) -> Iterator[list[str]]:
    yield ["month", "survival", "lower_95", "upper_95"]
    for month in range(int(curve.times[-1]) + 1) if curve.times else ():
        place = sum(time <= month for time in curve.times) - 1
        values = (curve.survival[place], curve.lower[place], curve.upper[place]) if place >= 0 else (1.0, 1.0, 1.0)
        yield [str(month), *("" if value is None else f"{value:.3f}" for value in values)]


def write_numbers(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write all numbers, one per row."""
    path.write_bytes(_csv([list(rows[0]), *([_plain(value) for value in row.values()] for row in rows)]) if rows else b"")


def _plain(value: object) -> str:
    if value is None or value is SUPPRESSED:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _file_name(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([as_text(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8")
