"""Finds sheets that SQL of the folders in examples/ is made for: it binds to the sheet's headers."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipelines.draft.settings.block import Block, as_toml
from pipelines.draft.settings.read_drop import DropSheet, without_numbers
from pipelines.draft.settings.readings import SOURCE, Readings
from pipelines.draft.settings.sheet_columns import SheetColumn
from pipelines.raw.load_sheets import ORIGIN
from pipelines.settings.own_sql import MACROS, read_own_sql
from pipelines.warehouse.build_tables import load_macros, put_frame, tables_read
from pipelines.warehouse.table_files import ROOT

EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class ShapeMatch:
    """A sheet that a folder of SQL reads under a name; it fills all of the folder's tables."""

    drop_sheet: DropSheet
    shape: str
    name: str
    patient: SheetColumn
    tables: tuple[str, ...]
    others: tuple[DropSheet, ...] = ()  # that the shape could read as well

    def block(self) -> Block:
        """Return the block of the source in the settings."""
        block = Block([f"[sources.{SOURCE}]"])
        block.say(f"shape = {as_toml(self.shape)}  # the SQL of this folder reads sheets with these headers")
        block.lines += ["", f"[sources.{SOURCE}.tables.{self.name}]"]
        if self.others:
            block.ask("several sheets look alike, one of which counts. The first is taken; or one of these:", *map(_place, self.others))
        block.lines += _place(self.drop_sheet).split("\n# ")
        block.say(f"patient_id_column = {as_toml(self.patient.header)}")
        return block


def match_shape(
    sheets: Sequence[DropSheet],
    columns: Sequence[list[SheetColumn]],
    patients: dict[int, int],
    readings: Readings,
    beside: Path = ROOT,
) -> ShapeMatch | None:
    """Return the folder of SQL that is made for a sheet of the drop, if there is one; of several sheets the first.

    Settings name it from where they stand themselves, which is the folder `beside`.
    """
    load_macros(readings.connection, "sources")
    for folder in sorted(path for path in EXAMPLES.iterdir() if path.is_dir()):
        selects = read_own_sql(EXAMPLES, folder.name)
        readings.connection.execute(selects.pop(MACROS, ""))
        read = {name for select in selects.values() for name in tables_read(readings.connection, select) if name.startswith("source.")}
        if len(read) != 1:
            continue
        (name,) = read
        fitting = [
            (sheets[place], patient)
            for place, at in patients.items()
            for patient in columns[place]
            if patient.position == at
            and _binds(readings.connection, name, sheets[place].sheet.header, patient.header, list(selects.values()))
        ]
        if fitting:
            (first, patient), *others = fitting
            rest = tuple(sheet for sheet, _ in others)
            return ShapeMatch(
                first, Path(os.path.relpath(folder, beside)).as_posix(), name.removeprefix("source."), patient, tuple(selects), rest
            )
    return None


def _place(drop_sheet: DropSheet) -> str:
    """Return the lines that name a sheet."""
    chosen = f"\n# sheet = {as_toml(drop_sheet.chosen)}" if drop_sheet.chosen else ""
    return f"files = [{as_toml(without_numbers(drop_sheet.sheet.file))}]{chosen}"


def _binds(connection: duckdb.DuckDBPyConnection, table: str, header: Sequence[str], patient: str, selects: Sequence[str]) -> bool:
    """Say whether every select can read a sheet with this header, as it stands in the warehouse of a run."""
    columns = {name: pl.String for name in header if name and name != patient}
    origin = pl.Struct(dict.fromkeys(ORIGIN, pl.String))
    put_frame(connection, table, pl.DataFrame(schema={"origin": origin, "patient_id": pl.String, **columns}))
    try:
        for select in selects:
            connection.execute(f"explain {select}")
    except duckdb.Error:
        return False
    finally:
        connection.execute(f"drop table if exists {table}")
    return True
