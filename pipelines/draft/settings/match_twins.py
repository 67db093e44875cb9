"""Finds columns that stand side by side: headers that differ by a number only, as those of T1 and T2, or of reader 1 and reader 2."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.draft.settings.match_headers import likeness, short_headers
from pipelines.draft.settings.sheet_columns import SheetColumn, split_unit
from pipelines.drop.sheet import fold_header
from pipelines.warehouse.table_files import table_columns

NUMBERED = re.compile(r"[A-Za-z]*\d+")
LEAST_ALIKE = 0.5


@dataclass(frozen=True)
class TwinColumn:
    """A header that others are like but for a number: the label with the number, and the column that its cells may be of, "" if none."""

    header: str
    label: str
    column: str


def match_twins(columns: Sequence[SheetColumn], table: str) -> list[TwinColumn]:
    """Return the headers of a sheet that stand side by side and are like a column of the table; none where that has one header only."""
    alike: dict[str, list[tuple[SheetColumn, str]]] = {}
    for one in columns:
        name = split_unit(one.header)[0]
        labels = NUMBERED.findall(name)
        stem = NUMBERED.sub(" ", name).strip(" _-.#")
        if len(labels) == 1 and fold_header(stem):
            alike.setdefault(stem, []).append((one, labels[0]))
    found = []
    for stem, members in alike.items():
        column = _column_like(stem, table)
        if column and len({label for _, label in members}) > 1:
            found += [TwinColumn(one.header, label, column) for one, label in members]
    return found


def _column_like(stem: str, table: str) -> str:
    short = sorted(short_headers(table).get(fold_header(stem), ()))
    scores = {column.name: max(likeness(stem, name) for name in (column.name, *column.headers)) for column in table_columns(table)}
    best = max(scores, key=lambda name: scores[name])
    return short[0] if short else best if scores[best] >= LEAST_ALIKE else ""
