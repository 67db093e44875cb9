"""The graph of all tables, read from their SQL files: what each is one row of, what it reads, near or through a macro, and who sees it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path

import duckdb

from pipelines.warehouse.build_order import nodes_of, tables_read
from pipelines.warehouse.reference_files import listed_tables
from pipelines.warehouse.sql_files import EACH, SQL, is_released, layer_paths, sql_layers, topic_of
from pipelines.warehouse.table_files import layer_tables, raw_tables, table_rules, table_schema
from schemas.rule import Rule

SCOPE = "-- scope: "
LAYERS = (
    "raw",
    "reference",
    "staging",
    "derived",
    "gate",
    "quarantine",
    "accepted",
    "cohort",
    "queries",
)  # in the order of the way; others behind


@dataclass(frozen=True)
class TableNode:
    """One table: a staged table's companion that a template makes is called `each_table`."""

    layer: str
    table: str
    topic: str
    grain: str  # the first sentence of its file
    scope: str  # patient: made of one patient's rows alone; or registry
    reads: tuple[str, ...]  # `layer.table` of each table that its select, or a macro in it, reads
    rules: int  # that guard it
    read_by_rules: int
    is_released: bool

    @property
    def name(self) -> str:
        """The table with its layer."""
        return f"{self.layer}.{self.table}"

    @property
    def title(self) -> str:
        """What it is called where all tables are listed."""
        return f"each staged table ({len(raw_tables())})" if self.table == EACH else self.table


@cache
def read_graph() -> tuple[TableNode, ...]:
    """Return every table that has a file, by layer, topic and name; a template is one of them, and so is a list of medical facts."""
    with duckdb.connect() as connection:
        behind = _reads_of_macros(connection)
        reading = Counter(name for rule in _rules() for name in _read_by(rule, behind))
        nodes = [_node(connection, layer, path, behind, reading) for layer in sql_layers() for path in layer_paths(layer)]
    nodes += [_listed(table, reading) for table in listed_tables()]
    place = {layer: number for number, layer in enumerate(LAYERS)}
    return tuple(sorted(nodes, key=lambda node: (place.get(node.layer, len(place)), node.layer, node.topic, node.table)))


def expand(nodes: tuple[TableNode, ...]) -> Iterator[TableNode]:
    """Yield the tables with each template's in its place, and each of `each_table` among what they read."""
    for node in nodes:
        for table in raw_tables() if node.table == EACH else (node.table,):
            own = [re.sub(rf"\b{EACH}\b", table, name) for name in node.reads] if node.table == EACH else node.reads
            reads = {name.replace(EACH, staged) for name in own for staged in raw_tables()}
            yield replace(node, table=table, reads=tuple(sorted(reads)))


def _node(
    connection: duckdb.DuckDBPyConnection, layer: str, path: Path, behind: Mapping[str, frozenset[str]], reading: Mapping[str, int]
) -> TableNode:
    select = path.read_text(encoding="utf-8")
    lines = select.splitlines()
    through = {name for function in _functions(connection, select) for name in behind.get(function, ())}
    reads = (tables_read(connection, select) | through) - {f"{layer}.{path.stem}"}  # raw rows are named where they stand
    return TableNode(
        layer=layer,
        table=path.stem,
        topic=topic_of(path),
        grain=_first_sentence(lines),
        scope=next(line.removeprefix(SCOPE) for line in lines if line.startswith(SCOPE)),
        reads=tuple(sorted(reads)),
        rules=len(table_rules(layer, path.stem)),
        read_by_rules=reading.get(f"{layer}.{path.stem}", 0),
        is_released=is_released(layer, path.stem),
    )


def _first_sentence(lines: Iterable[str]) -> str:
    """Return the first sentence of the comment with which a file begins, which says what one row is."""
    comment = " ".join(line.removeprefix("-- ") for line in takewhile(lambda line: line.startswith("-- "), lines))
    return re.sub(r"(?<=\.) .*", "", comment)


def _listed(table: str, reading: Mapping[str, int]) -> TableNode:
    grain = (table_schema("reference", table).__doc__ or "").split("\n")[0]
    return TableNode("reference", table, "", grain, "registry", (), 0, reading.get(f"reference.{table}", 0), is_released=False)


def _rules() -> Iterator[Rule]:
    for layer in sql_layers():
        for table in layer_tables(layer):
            yield from table_rules(layer, table)


def _read_by(rule: Rule, behind: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the tables that the SQL of a rule names, or that a macro in it reads, besides the one that it guards."""
    text = f"{rule.where} {rule.query} {rule.shows} {rule.applies}"
    named = {f"{layer}.{table}" for layer, table in re.findall(r"\b(\w+)\.(\w+)\b", text) if layer in sql_layers()}
    return named.union(*(behind.get(macro, frozenset()) for macro in re.findall(r"\b(\w+)\(", text)))


def _functions(connection: duckdb.DuckDBPyConnection, select: str) -> set[str]:
    return {node["function_name"] for node in nodes_of(connection, select) if "function_name" in node}


def _macro(statement: str) -> tuple[str, str]:
    """Return the name of a macro and what it stands for."""
    found = re.search(r"(?s)\bmacro (\w+)\(.*?\)\s+as\s+(.*?);?\s*$", statement)
    if not found:
        raise ValueError("a file of macros holds a statement that makes none")
    return found[1], found[2]


def _reads_of_macros(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """Return the tables that each macro reads, itself or through the macros that it calls."""
    reads, calls = {}, {}
    for path in sorted((SQL / "macros").rglob("*.sql")):
        for statement in connection.extract_statements(path.read_text(encoding="utf-8")):
            name, body = _macro(statement.query)
            reads[name] = tables_read(connection, f"select {body}")
            calls[name] = _functions(connection, f"select {body}")
    for _ in reads:  # a chain is no longer than there are macros
        deeper = {name: own | {table for called in calls[name] for table in reads.get(called, ())} for name, own in reads.items()}
        if deeper == reads:
            break
        reads = deeper
    return {name: frozenset(tables) for name, tables in reads.items()}


def to_dot(nodes: tuple[TableNode, ...]) -> str:
    """Return the graph as text that Graphviz draws: a cluster for each layer and topic, an arrow from a table to each that reads it."""
    tables = tuple(expand(nodes))
    groups: dict[tuple[str, str], list[TableNode]] = {}
    for node in tables:
        groups.setdefault((node.layer, node.topic), []).append(node)
    lines = ["digraph tables {", "  rankdir=LR; node [shape=box, fontname=Helvetica];"]
    for (layer, topic), members in groups.items():
        title = f"{layer} / {topic}" if topic else layer
        lines += [f"  subgraph {json.dumps(f'cluster {title}')} {{", f"    label={json.dumps(title)};"]
        lines += [f"    {json.dumps(node.name)} [label={json.dumps(node.table)}, tooltip={json.dumps(node.grain)}];" for node in members]
        lines.append("  }")
    lines += [f"  {json.dumps(read)} -> {json.dumps(node.name)};" for node in tables for read in node.reads]
    return "\n".join([*lines, "}"]) + "\n"
