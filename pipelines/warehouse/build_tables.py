"""Opens the warehouse and builds its tables, each from its own SQL file, in the order that the files' FROM clauses give.

This module alone creates tables and macros. A table whose file reads no other one is filled by a step of the run: it stands, empty, from
the beginning.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import polars as pl

from pipelines.warehouse.build_order import order_tables, tables_read
from pipelines.warehouse.parsed_sql import execute_parsed
from pipelines.warehouse.reference_files import listed_tables, read_list
from pipelines.warehouse.sql_files import EACH, SQL, each_select, layer_files, sql_layers, table_file, whole_select
from pipelines.warehouse.table_files import raw_tables

LAYERS_WITHOUT_SQL = ("source", "last_raw", "last_accepted", "last_cohort")  # sheets as they are, and the tables of the last release
JOINED_AS_WRITTEN = ("staging",)  # they join lists of words alone: to order the joins makes DuckDB read the texts twice
FOUND = "gate.findings"  # what reads it is built by the gate, and by the list of findings, in their own time


def open_warehouse(spill_to: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB with the registry's layers, empty; files, not this database, are the store.

    What does not fit into memory goes to `spill_to`, which belongs into the restricted zone.
    """
    connection = duckdb.connect(config={"temp_directory": str(spill_to)} if spill_to else {})
    connection.execute("set enable_progress_bar = false")
    connection.execute("set timezone = 'UTC'")
    for layer in (*LAYERS_WITHOUT_SQL, *sql_layers()):
        connection.execute(f"create schema {layer}")
    load_macros(connection, "spelling")
    load_macros(connection, "formulas")
    for layer in sql_layers():
        for path in layer_files(layer).values():
            if is_filled(connection, path):
                build_table(connection, path, layer)
    for table in listed_tables():
        put_frame(connection, f"reference.{table}", read_list(table))
    load_macros(connection, "reference")
    return connection


def load_macros(connection: duckdb.DuckDBPyConnection, folder: str) -> None:
    """Create the macros of `sql/macros/<folder>/`; those of a layer read its tables and are made once it stands.

    A macro may use those of another file: files whose macros are not all known yet wait for the next round.
    """
    waiting = sorted((SQL / "macros" / folder).glob("*.sql"))
    while waiting:
        unknown = {}
        for path in waiting:
            try:
                execute_parsed(connection, path.read_text(encoding="utf-8"))
            except duckdb.CatalogException as error:
                unknown[path] = error
        if len(unknown) == len(waiting):
            raise next(iter(unknown.values()))
        waiting = list(unknown)


def is_filled(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Say whether a step fills the table of a file, which then says no more than its columns and types."""
    return not tables_read(connection, path.read_text(encoding="utf-8"))


def build_table(connection: duckdb.DuckDBPyConnection, path: Path, layer: str, tables: Iterable[str] | None = None) -> None:
    """Create `layer.<file name>` from the file's select; where it speaks of each staged table, of all or of `tables`."""
    select = whole_select(path, raw_tables() if tables is None else tables)
    put_select(connection, f"{layer}.{path.stem}", select)


def build_from_template(connection: duckdb.DuckDBPyConnection, layer: str, table: str, **words: str) -> None:
    """Create the table of a layer that is made alike for each staged table; `words` are what else the template leaves open."""
    put_select(connection, f"{layer}.{table}", each_select(table_file(layer, EACH), table, **words))


def build_layers(connection: duckdb.DuckDBPyConnection, *layers: str, on_table: Callable[[str], None] = lambda name: None) -> None:
    """Build every table of the layers that others make, over all layers in one order, then the macros that read these layers."""
    paths = {f"{layer}.{table}": path for layer in layers for table, path in layer_files(layer).items()}
    selects = {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
    reads = {name: tables_read(connection, select) for name, select in selects.items()}
    made = {name: selects[name] for name, others in reads.items() if others and FOUND not in others}
    for name in order_tables(connection, made):
        layer = name.split(".")[0]
        connection.execute(f"set disabled_optimizers = '{'join_order' if layer in JOINED_AS_WRITTEN else ''}'")
        build_table(connection, paths[name], layer)
        on_table(name)
    connection.execute("reset disabled_optimizers")
    for layer in layers:
        load_macros(connection, layer)


def put_frame(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame, more: str = "") -> None:
    """Write a frame as a table, in place of the one that is there."""
    connection.register("written", frame)
    put_select(connection, name, f"select *{more} from written")
    connection.unregister("written")


def put_select(connection: duckdb.DuckDBPyConnection, name: str, select: str, *, kind: str = "table") -> None:
    """Write what a select gives as a table, in place of the one that is there; `kind="view"` reads it anew each time."""
    execute_parsed(connection, f"create or replace {kind} {name} as {select}")


def fill_table(connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[tuple]) -> None:
    """Add rows to a table that a step fills, each with all of its columns in their order."""
    listed = list(rows)
    if listed:
        places = ", ".join("?" * len(listed[0]))
        connection.executemany(f"insert into {name} values ({places})", listed)


def built_tables(connection: duckdb.DuckDBPyConnection, layer: str) -> list[str]:
    """Return the tables that stand in a layer, by name."""
    rows = connection.execute(
        "select table_name from information_schema.tables where table_schema = ? order by table_name", [layer]
    ).fetchall()
    return [name for (name,) in rows]


def table_types(connection: duckdb.DuckDBPyConnection, layer: str, table: str) -> dict[str, str]:
    """Return the columns of a table, in their order, with their types in SQL; none if there is no such table."""
    try:
        return dict(connection.execute("select name, type from pragma_table_info(?)", [f"{layer}.{table}"]).fetchall())
    except duckdb.CatalogException:
        return {}


def quoted(path: Path) -> str:
    """Return a path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"
