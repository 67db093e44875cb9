"""Orders tables by what their SQL reads, as its own FROM clauses say it."""

import json
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb


def tables_read(connection: duckdb.DuckDBPyConnection, select: str) -> set[str]:
    """Return the `layer.table` names a select reads, from DuckDB's own parse tree; a bare name is a CTE."""
    if select not in _READ_BY:
        _READ_BY[select] = frozenset(_tables_in(connection, select))
    return set(_READ_BY[select])


_READ_BY: dict[str, frozenset[str]] = {}  # a text is taken apart once in a process: the order of a layer is asked for several times


def _tables_in(connection: duckdb.DuckDBPyConnection, select: str) -> set[str]:
    tables = (node for node in nodes_of(connection, select) if node.get("type") == "BASE_TABLE" and node.get("schema_name"))
    return {f"{node['schema_name']}.{node['table_name']}" for node in tables}


def nodes_of(connection: duckdb.DuckDBPyConnection, select: str) -> Iterator[dict[str, Any]]:
    """Yield every node of the parse tree of a select; raise ValueError for what is no bare select."""
    (serialized,) = connection.execute("select json_serialize_sql(?)", [select]).fetchall()[0]
    tree = json.loads(serialized)
    if tree["error"]:
        raise ValueError(f"not one bare select: {tree['error_message']}")
    pending = [tree["statements"]]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)


def order_tables(connection: duckdb.DuckDBPyConnection, selects: Mapping[str, str]) -> list[str]:
    """Return the tables, given as `layer.table` with their selects, each after those it reads; ties by name, so the order never varies."""
    graph = {name: sorted(tables_read(connection, selects[name]) & selects.keys()) for name in sorted(selects)}
    return list(TopologicalSorter(graph).static_order())


def build_order(connection: duckdb.DuckDBPyConnection, folder: Path, layer: str) -> list[str]:
    """Return the tables of one layer whose SQL files stand in a folder, each after those it reads."""
    selects = {f"{layer}.{path.stem}": path.read_text(encoding="utf-8") for path in folder.rglob("*.sql")}
    return [name.removeprefix(f"{layer}.") for name in order_tables(connection, selects)]
