"""How files and sheets are called outside the restricted zone: by words of the settings or by their numbers, never by their own names."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from pipelines.drop.sheet import Sheet
from pipelines.warehouse.build_tables import fill_table

Place = tuple[str, str]  # file and sheet


def note_place(connection: duckdb.DuckDBPyConnection, sheet: Sheet, named: str | None) -> None:
    """Keep how a sheet that was read is called; `named` is the sheet that the settings name, None where they leave it to the file."""
    known = shown_places(connection)
    if (sheet.file, sheet.name) in known:
        return
    number = 1 + sum(file == sheet.file for file, _ in known)
    shown = sheet.name if not sheet.name or sheet.name == named else f"sheet {number}"
    fill_table(connection, "raw.shown_places", [(sheet.file, sheet.name, sheet.shown, shown)])


def shown_places(connection: duckdb.DuckDBPyConnection) -> Mapping[Place, Place]:
    """Return by file and sheet how both are called."""
    rows = connection.execute("select source_file, sheet, shown_file, shown_sheet from raw.shown_places").fetchall()
    return {(file, sheet): (shown_file, shown_sheet) for file, sheet, shown_file, shown_sheet in rows}


def as_shown(connection: duckdb.DuckDBPyConnection, sheets: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what was counted of each sheet, with file and sheet called so."""
    shown = shown_places(connection)
    called = (shown[sheet["file"], sheet["sheet"]] for sheet in sheets)
    return [{**sheet, "file": file, "sheet": name} for sheet, (file, name) in zip(sheets, called, strict=True)]


def files_as_shown(connection: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """Return by the name of a file how it is called."""
    return {file: shown for (file, _), (shown, _) in shown_places(connection).items()}
