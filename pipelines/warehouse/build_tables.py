"""Builds the tables of a layer, each from its own SQL file, in the order that the files' FROM clauses give."""

import json
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

BROKEN_ROWS = """
    create table raw.broken_rows (
        "table" varchar, rule varchar, source_file varchar, sheet varchar, source_row bigint, message varchar
    )
"""
UNKNOWN_HEADERS = """
    create table raw.unknown_headers ("table" varchar, source_file varchar, sheet varchar, message varchar)
"""
# One row per treatment in quarantine: what it was, and, where that cannot be read, which kind of table it stood in.
SET_ASIDE_TREATMENTS = """
    create view reference.quarantined_treatments as
    select patient_id, regimen as treatment, 'HAIC' as kind, administration_date as treatment_date from quarantine.drug_administrations
    union all
    select patient_id, "procedure", 'TACE', procedure_date from quarantine.procedures
"""
SQL = Path(__file__).resolve().parents[2] / "sql"


def open_warehouse(spill_to: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return an empty in-memory DuckDB with the registry's layers; files, not this database, are the store.

    What does not fit into memory goes to `spill_to`, which belongs into the restricted zone.
    """
    connection = duckdb.connect(config={"temp_directory": str(spill_to)} if spill_to else {})
    connection.execute("set enable_progress_bar = false")
    connection.execute("set timezone = 'UTC'")
    for layer in ("source", "raw", "reference", "staging", "derived", "accepted", "quarantine", "cohort"):
        connection.execute(f"create schema {layer}")
    connection.execute(BROKEN_ROWS)
    connection.execute(UNKNOWN_HEADERS)
    load_macros(connection, "spelling")
    load_macros(connection, "formulas")
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
                connection.execute(path.read_text(encoding="utf-8"))
            except duckdb.CatalogException as error:
                unknown[path] = error
        if len(unknown) == len(waiting):
            raise next(iter(unknown.values()))
        waiting = list(unknown)


def tables_read(connection: duckdb.DuckDBPyConnection, select: str) -> set[str]:
    """Return the `layer.table` names a select reads, from DuckDB's own parse tree; a bare name is a CTE."""
    if select not in _READ_BY:
        _READ_BY[select] = frozenset(_tables_in(connection, select))
    return set(_READ_BY[select])


_READ_BY: dict[str, frozenset[str]] = {}  # a text is taken apart once in a process: the order of a layer is asked for several times


def _tables_in(connection: duckdb.DuckDBPyConnection, select: str) -> set[str]:
    (serialized,) = connection.execute("select json_serialize_sql(?)", [select]).fetchall()[0]
    tree = json.loads(serialized)
    if tree["error"]:
        raise ValueError(f"not one bare select: {tree['error_message']}")
    found: set[str] = set()
    pending = [tree["statements"]]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
                found.add(f"{node['schema_name']}.{node['table_name']}")
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
    return found


def build_order(connection: duckdb.DuckDBPyConnection, folder: Path, layer: str) -> list[str]:
    """Return the tables of a folder of SQL files, each after those it reads; ties by name, so the order never varies."""
    selects = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.sql"))}
    graph = {
        table: sorted(
            name.split(".")[1] for name in tables_read(connection, select) if name.startswith(f"{layer}.") and name.split(".")[1] in selects
        )
        for table, select in selects.items()
    }
    return list(TopologicalSorter(graph).static_order())


def table_file(layer: str, table: str) -> Path:
    """Return the SQL file of a table: `sql/<layer>/<table>.sql`, or in a folder of a topic below the layer's."""
    (path,) = (SQL / layer).rglob(f"{table}.sql")
    return path


def build_table(connection: duckdb.DuckDBPyConnection, path: Path, layer: str) -> None:
    """Create `layer.<file name>` from the file's select."""
    connection.execute(f"create or replace table {layer}.{path.stem} as {path.read_text(encoding='utf-8')}")


def build_layer(connection: duckdb.DuckDBPyConnection, layer: str, on_table=lambda table: None) -> list[str]:
    """Build every table of `sql/<layer>/` and then the macros that read them; return the tables in build order."""
    order = build_order(connection, SQL / layer, layer)
    for table in order:
        build_table(connection, table_file(layer, table), layer)
        on_table(table)
    load_macros(connection, layer)
    return order


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
