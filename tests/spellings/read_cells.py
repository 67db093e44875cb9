"""Sends cells as a hospital does, each in a row of its own, through loading and staging, and says what became of each.

What a cell says is written as text; MISSING is a cell that says nothing, and ASKED one that cannot be read: its row goes to quarantine
with a finding. A spelling that has two meanings must be ASKED.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.drop.inventory import inventory_drop
from pipelines.gate.self_test.read_examples import read_good_rows
from pipelines.raw.load_drop import load_drop
from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import build_layers, open_warehouse
from pipelines.warehouse.reference_tables import build_reference
from pipelines.warehouse.table_files import table_columns

ASKED, MISSING = "asked", "missing"
KEY = bytes(32)


@dataclass(frozen=True)
class Kind:
    """Spellings of one kind of cell: where they stand, the SQL that says what was read of them, and their statuses in staging."""

    table: str
    column: str
    read: str
    statuses: tuple[str, ...]
    spellings: Mapping[str, str]
    beside: Mapping[str, str] = field(default_factory=dict)  # other cells of each row, where they are not as usual
    source: Mapping[str, object] = field(default_factory=dict)  # what the settings say of the source
    of_table: Mapping[str, object] = field(default_factory=dict)  # … and of the table

    def cells(self, spelling: str) -> dict[str, str]:
        """Return the cells of the row in which a spelling stands; a bar in it parts those of two columns."""
        usual = {column.name: "" for column in table_columns(self.table) if column.required} | read_good_rows("staging")[self.table]
        return usual | dict(self.beside) | dict(zip(self.column.split("|"), spelling.split("|"), strict=True))


def what_becomes_of(kinds: Mapping[str, Kind], folder: Path) -> dict[str, dict[str, str]]:
    """Return by kind what becomes of each of its spellings."""
    sources = {}
    for number, kind in enumerate(kinds.values()):
        _write(folder / f"{number}.csv", [kind.cells(one) | {"patient_id": f"{row:08}"} for row, one in enumerate(kind.spellings)])
        sources[f"s{number}"] = {**kind.source, "tables": {kind.table: {"files": [f"{number}.csv"], **kind.of_table}}}
    settings = Settings.model_validate({"registry": {"name": "Drawn", "as_of": dt.date(2024, 12, 31)}, "sources": sources})
    with open_warehouse() as connection:
        build_reference(connection, settings, dt.date(2024, 12, 31))
        load_drop(connection, inventory_drop(folder, settings), settings, KEY)
        build_layers(connection, "staging")
        return {name: dict(_read(connection, f"s{number}", kind)) for number, (name, kind) in enumerate(kinds.items())}


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


def _read(connection: duckdb.DuckDBPyConnection, source: str, kind: Kind) -> Iterable[tuple[str, str]]:
    """Yield each spelling and what became of it; the row of the file says which it is, for copies are one row."""
    statuses = f"[{', '.join(kind.statuses)}]"
    rows = connection.execute(
        f"select source_row, {statuses}, ({kind.read})::varchar from staging.{kind.table} where source = ? order by source_row", [source]
    ).fetchall()
    assert len(rows) == len(kind.spellings)
    for spelling, (_, found, said) in zip(kind.spellings, rows, strict=True):
        asked = {"unreadable", "partial"} & set(found)
        yield spelling, ASKED if asked else MISSING if set(found) == {"missing"} or said is None else said
