"""Says which columns of the files nothing reads, and which headers of the settings no file has."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from pipelines.warehouse.build_tables import fill_table
from schemas.raw.drop import HEADER_IS_KNOWN


@dataclass(frozen=True)
class ReadHeaders:
    """What one table made of the headers of a sheet: those that it read, and those that it does not know."""

    table: str
    file: str
    sheet: str
    read: frozenset[str]
    unknown: tuple[str, ...]


def note_unknown_headers(connection: duckdb.DuckDBPyConnection, sheets: Iterable[ReadHeaders]) -> None:
    """Store a finding for each sheet with columns that no table reads; a header that one table knows is not unknown to another."""
    of_sheet: dict[tuple[str, str], list[ReadHeaders]] = {}
    for one in sheets:
        of_sheet.setdefault((one.file, one.sheet), []).append(one)
    for (file, sheet), tables in of_sheet.items():
        read = frozenset().union(*(one.read for one in tables))
        unknown = [header for header in tables[0].unknown if header not in read]
        if unknown:
            message = f"the registry does not know these columns of the file, which stay outside: {', '.join(unknown)}"
            fill_table(connection, "raw.unknown_headers", [(tables[0].table, HEADER_IS_KNOWN.id, file, sheet, message)])


def note_headers_never_met(connection: duckdb.DuckDBPyConnection, table: str, headers: Iterable[str]) -> None:
    """Store a finding for the headers that the settings of a table name and none of its files has."""
    if listed := ", ".join(headers):
        message = f"no file of the table has a header that its settings name: {listed}"
        fill_table(connection, "raw.unknown_headers", [(table, HEADER_IS_KNOWN.id, None, None, message)])
