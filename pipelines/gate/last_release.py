"""Puts the last release beside the run, for the rules that compare the two.

Its tables stand in the layers last_raw, last_accepted and last_cohort, and what is compared in the layers gate and quarantine; none of
them is released, for a release is made of its own inputs alone.
"""

import csv
from pathlib import Path

import duckdb
import polars as pl

from pipelines.raw.load_sheets import raw_types
from pipelines.release.describe_columns import year_of_birth
from pipelines.release.last_release import LastRelease
from pipelines.warehouse.build_order import tables_read
from pipelines.warehouse.build_tables import fill_table, put_frame, put_select, quoted
from pipelines.warehouse.sql_files import layer_files, sql_layers, whole_select
from pipelines.warehouse.table_files import raw_tables, required_schema, table_columns

LAST = {"last_accepted": ("accepted", "staging"), "last_cohort": ("cohort", "cohort")}  # folder of the release, layer of the schemas
LAST_RAW = "last_raw"
COMPARED = ("row_key", "patient_id", "source_file")  # of a row as sent: what else stands in it is in its key
FILE_LIST = "files.csv"


def load_last_tables(connection: duckdb.DuckDBPyConnection, last: LastRelease) -> None:
    """Put up the tables of the last release that SQL reads, and say in reference which it is and which files it read.

    A table is empty where there is no last release, or where it does not have the table yet.
    """
    folder = last.folder.resolve() if last.folder else None  # `current` points elsewhere once the run is published
    for layer, table in _compared_tables(connection):
        if layer == LAST_RAW:
            _put_rows_as_sent(connection, table, folder, last.run)
            continue
        name, of_schema = LAST[layer]
        path = folder / name / f"{table}.parquet" if folder else None
        if path and path.is_file():
            put_select(connection, f"{layer}.{table}", _as_staged(connection, layer, table, path), kind="view")
        else:
            put_frame(connection, f"{layer}.{table}", pl.DataFrame(schema=required_schema(of_schema, table).TYPES))
    fill_table(connection, "reference.last_releases", [(last.results["run_id"], last.results["as_of"])] if folder else [])
    quarantined = [(table, counts["quarantined"]) for table, counts in last.results.get("tables", {}).items()]
    fill_table(connection, "reference.last_quarantined_counts", quarantined)
    fill_table(connection, "reference.last_files", _files_of(last.run))


def _put_rows_as_sent(connection: duckdb.DuckDBPyConnection, table: str, release: Path | None, run: Path | None) -> None:
    """Put up the rows of a table as the last run read them, or those that it accepted where the others are not kept any more."""
    as_sent = [run / "raw" / f"{table}.parquet"] if run else []
    accepted = [release / "accepted" / f"{table}.parquet"] if release else []
    for path in (*as_sent, *accepted):
        if path.is_file():
            put_select(connection, f"{LAST_RAW}.{table}", f"select {', '.join(COMPARED)} from read_parquet({quoted(path)})")
            return
    put_frame(connection, f"{LAST_RAW}.{table}", pl.DataFrame(schema=raw_types(table)).select(COMPARED))


def _files_of(run: Path | None) -> list[tuple[str, str]]:
    """Return (name, how it is called) of each file that the last run read, from its own list."""
    path = run / FILE_LIST if run else None
    if path is None or not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return [(line["name"], line["shown"]) for line in csv.DictReader(lines)]


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
    return sorted((layer, table) for layer, table in names if layer in (LAST_RAW, *LAST))
