"""Puts the last release beside the run, for the rules that compare the two.

Its tables stand in the layers last_accepted and last_cohort, and what is compared in the quarantine layer; neither is released, for a
release is made of its own inputs alone.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl

from pipelines.release.describe_columns import year_of_birth
from pipelines.warehouse.build_order import tables_read
from pipelines.warehouse.build_tables import fill_table, put_frame, put_select, quoted
from pipelines.warehouse.sql_files import layer_files, sql_layers, whole_select
from pipelines.warehouse.table_files import raw_tables, required_schema, table_columns

LAST = {"last_accepted": ("accepted", "staging"), "last_cohort": ("cohort", "cohort")}  # folder of the release, layer of the schemas


def load_last_tables(connection: duckdb.DuckDBPyConnection, release: Path | None, read: Mapping[str, Mapping[str, int]]) -> None:
    """Put up the tables of the last release that SQL reads, and fill reference.last_row_counts with the rows that it read.

    A table is empty where there is no last release, or where it does not have the table yet.
    """
    folder = release.resolve() if release else None  # `current` points elsewhere once the run is published
    for layer, table in _compared_tables(connection):
        name, of_schema = LAST[layer]
        path = folder / name / f"{table}.parquet" if folder else None
        if path and path.is_file():
            put_select(connection, f"{layer}.{table}", _as_staged(connection, layer, table, path), kind="view")
        else:
            put_frame(connection, f"{layer}.{table}", pl.DataFrame(schema=required_schema(of_schema, table).TYPES))
    fill_table(connection, "reference.last_row_counts", [(table, counts.get("read")) for table, counts in read.items()])


def _as_staged(connection: duckdb.DuckDBPyConnection, layer: str, table: str, path: Path) -> str:
    """Return the select of a table of the last release, with the year where the day of birth was: only its blanks are compared."""
    held = {name for name, *_ in connection.execute(f"describe select * from read_parquet({quoted(path)})").fetchall()}
    days = [column for column in table_columns(table) if column.is_day_of_birth] if layer == "last_accepted" else []
    years = "".join(f", {year_of_birth(day)} as {day.name}" for day in days if year_of_birth(day) in held)
    return f"select *{years} from read_parquet({quoted(path)})"


def _compared_tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return (layer, table) of each table of the last release that some SQL file reads."""
    selects = [whole_select(path, raw_tables()) for layer in sql_layers() for path in layer_files(layer).values()]
    names = {tuple(name.split(".")) for select in selects for name in tables_read(connection, select)}
    return sorted((layer, table) for layer, table in names if layer in LAST)
