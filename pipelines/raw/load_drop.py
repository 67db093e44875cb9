"""Loads a drop: every physical row of every file arrives in raw as text, with its file, sheet and row, and without identifiers."""

from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import polars as pl

from pipelines.drop.faults import refuse_all
from pipelines.drop.foreign_process import ForeignProcess
from pipelines.drop.inventory import Drop
from pipelines.drop.sheet import UnreadableDrop
from pipelines.raw.doubtful_cells import ask_about_day_numbers, ask_about_decimal_marks
from pipelines.raw.hospital_numbers import pseudonymise_numbers, refuse_shared_pseudonyms
from pipelines.raw.last_rows import quarantine_cut_rows
from pipelines.raw.load_shape import load_shape
from pipelines.raw.load_sheets import Extract, Loaded, Loading, raw_types
from pipelines.raw.load_table import load_table
from pipelines.raw.patient_numbers import ask_about_lost_zeros
from pipelines.raw.pseudonyms import Pseudonyms, digest_of
from pipelines.raw.replaced_rows import replace_rows
from pipelines.raw.telling_cells import blank_telling_cells
from pipelines.raw.unknown_headers import note_unknown_headers
from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import build_from_template, put_frame
from pipelines.warehouse.table_files import raw_tables, table_columns


def load_drop(
    connection: duckdb.DuckDBPyConnection,
    drop: Drop,
    settings: Settings,
    key: bytes,
    on_rows: Callable[[int], None] | None = None,
) -> Loaded:
    """Fill raw.<table> for every table; raise UnreadableDrop when files, headers or whole extracts are not as they must be.

    Everything is looked at before that, so that it is raised with all that is wrong.
    """
    limits = settings.limits
    with ForeignProcess(limits.memory_gb, limits.seconds) as foreign:
        pseudonyms = Pseudonyms(key, settings.registry.patient_id_pattern)
        loading = Loading(connection, drop, settings, pseudonyms, on_rows, Loaded(), foreign.read)
        with loading.faults.kept():
            drop.refuse_faults()
        for table in raw_tables():
            put_frame(connection, f"raw.{table}", pl.DataFrame(schema=raw_types(table)))
        for name, source in settings.sources.items():
            if source.shape == "tables":
                for table, files in source.tables.items():
                    with loading.faults.kept():
                        load_table(loading, Extract(name, source, table, files))
                quarantine_cut_rows(loading, name)
            else:
                with loading.faults.kept():
                    load_shape(loading, name, source)
    loading.faults.refuse()
    note_unknown_headers(connection, loading.loaded.headers)
    ask_about_lost_zeros(connection, loading.pseudonyms.by_pseudonym)
    loading.loaded.patient_numbers = loading.pseudonyms.numbers
    identifiers = loading.loaded.identifiers(settings)
    connection.execute("set variable row_secret = ?", [digest_of("row keys", key)])
    for table in raw_tables():
        ask_about_decimal_marks(connection, table)
        ask_about_day_numbers(connection, table, loading.loaded, settings)
        blank_telling_cells(connection, table, identifiers)
        loading.loaded.hospital_numbers |= set(pseudonymise_numbers(connection, table, key))
        replace_rows(connection, table, drop, loading.loaded)
        _name_rows(connection, table)
    refuse_shared_pseudonyms(loading.loaded.hospital_numbers)
    drop.hold()
    return loading.loaded


def refuse_vanished_columns(loaded: Loaded, last: Mapping[str, Any]) -> None:
    """Raise UnreadableDrop (CV-002) for every table of which no file has a column any more that the last release had."""
    refuse_all(
        [
            UnreadableDrop(
                f"the extract of {table}",
                f"no file has the column {', '.join(vanished)} any more, which the last release had",
                "send it again, say in headers of registry.toml how it is called now, or give an override_reason and its day under [gate]",
                rule="CV-002",
            )
            for table, columns in last.get("columns", {}).items()
            if table in loaded.columns and (vanished := sorted(set(columns) - loaded.columns[table]))
        ]
    )


def _name_rows(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Give every row of a raw table its key."""
    cells = ", ".join(f"coalesce(r.{column.name}, chr(0))" for column in table_columns(table))
    build_from_template(connection, "raw", table, each_cell=cells)
