"""What is wrong with a hospital's own SQL, by file and line, before a sheet is read.

Each table is one bare select from `source.<sheet>`, the sheets that the settings name. Nothing else is read: no file, and no table of
the registry.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from pipelines.settings.nearest import nearest
from pipelines.settings.own_sql import MACROS, place_in, selects_of
from pipelines.settings.sections import Source
from pipelines.warehouse.build_order import nodes_of
from pipelines.warehouse.table_files import raw_tables

MAKES_ROWS = frozenset({"unnest", "range", "generate_series"})  # of the functions that stand in FROM those that read no file
NO_HEADERS = ("codes", "units", "unit_of", "joined", "wide", "parts", "given")


@dataclass(frozen=True)
class OwnSelect:
    """The select of one table, taken apart."""

    nodes: tuple[Mapping[str, Any], ...]

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables that it reads, `schema.table`; one without a schema that is no CTE stands alone."""
        named = {entry["key"].lower() for node in self.nodes for entry in (node.get("cte_map") or {}).get("map", ())}
        read = [node for node in self.nodes if node.get("type") == "BASE_TABLE"]
        whole = {f"{node['schema_name']}.{node['table_name']}" for node in read if node["schema_name"]}
        return frozenset(
            whole | {node["table_name"] for node in read if not node["schema_name"] and node["table_name"].lower() not in named}
        )

    @cached_property
    def columns(self) -> frozenset[str]:
        """The names of the columns that it reads, of sheets and of its own steps, in lower case."""
        return frozenset(name.lower() for node in self.nodes for name in node.get("column_names") or ())

    @cached_property
    def foreign_functions(self) -> frozenset[str]:
        """The functions in its FROM clauses that may read files."""
        read = [node["function"] for node in self.nodes if node.get("type") == "TABLE_FUNCTION"]
        return frozenset(function["function_name"].lower() for function in read) - MAKES_ROWS


def take_apart(text: str) -> OwnSelect:
    """Return a select taken apart; raise ValueError for what is no bare select."""
    with duckdb.connect() as connection:
        return OwnSelect(tuple(nodes_of(connection, text)))


def wrong_own_sql(where: str, source: Source) -> Iterator[str]:
    """Yield what is wrong with a source whose raw tables are made by a folder of SQL, without its sheets being at hand."""
    selects = selects_of(source)
    if not selects:
        yield (
            f'{where}.shape: {source.shape} is no folder of SQL beside the settings; say "tables", or name a folder with a file per table, '
            f"such as {source.shape}/patients.sql"
        )
        return
    sheets: set[str] = set()
    is_whole = True
    for name, text in selects.items():
        if name not in raw_tables():
            yield f"{place_in(source, name)}: there is no table {name}{nearest(name, [*raw_tables(), MACROS])}"
            continue
        if fault := _syntax_fault(text):
            line, said = fault
            yield f"{place_in(source, name, line)}: {said}"
            is_whole = False  # which sheets it reads is not known
            continue
        select = take_apart(text)
        sheets |= {table.removeprefix("source.") for table in select.tables if table.startswith("source.")}
        for other in sorted(table for table in select.tables if not table.startswith("source.")):
            yield f"{place_in(source, name, _line_of(other, text))}: it reads {other}, and may read sheets only (source.<sheet>)"
        for function in sorted(select.foreign_functions):
            yield f"{place_in(source, name, _line_of(function, text))}: {function} is not for the SQL of a source, which reads sheets only"
    yield from wrong_macros(source)
    for sheet, files in source.tables.items():
        if is_whole and sheet not in sheets:
            yield f"{where}.tables: the shape {source.shape} reads no {sheet}{nearest(sheet, sorted(sheets))}"
        if not files.patient_id_column:
            yield f"{where}.tables.{sheet}: patient_id_column is needed, the header of the patient number"
        for key in NO_HEADERS:
            if getattr(files, key):
                yield f"{where}.tables.{sheet}.{key}: not read for a source of another shape; its SQL names its columns"
        for header in (header for header, column in files.headers.items() if column):
            yield f'{where}.tables.{sheet}.headers: {header!r} can only be left outside (""); the SQL of the source names its columns'
    for sheet in sorted(sheets):
        if sheet not in source.tables:
            yield f"{where}.tables: {sheet} is missing, which the shape {source.shape} reads"


def wrong_macros(source: Source) -> Iterator[str]:
    """Yield what in the file of the macros is no macro."""
    text = source.own_sql.get(MACROS, "")
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.ParserException as error:
        line, said = line_and_words(error)
        yield f"{place_in(source, MACROS, line)}: {said}"
        return
    for statement in statements:
        bare = re.sub(r"--[^\n]*|/\*.*?\*/", " ", statement.query, flags=re.S).strip()
        if not re.match(r"create\s+or\s+replace\s+macro\s", bare, re.I):
            yield f"{place_in(source, MACROS, _line_of(bare.split()[0], text))}: it may hold macros only (CREATE OR REPLACE MACRO)"


def line_and_words(error: duckdb.Error) -> tuple[int | None, str]:
    """Return the line and the first sentence of an error of DuckDB about the text of some SQL."""
    line = re.search(r"^LINE (\d+):", str(error), re.M)
    return int(line[1]) if line else None, re.sub(r"^[A-Za-z ]+ Error: ", "", str(error).splitlines()[0])


def _syntax_fault(text: str) -> tuple[int | None, str] | None:
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.ParserException as error:
        return line_and_words(error)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        return None, "a file is one select and nothing else"
    return None


def _line_of(word: str, text: str) -> int | None:
    """Return the first line in which a word stands, its last part if it is `schema.table`."""
    found = re.search(rf"{re.escape(word.split('.')[-1])}", text, re.I)
    return text.count("\n", 0, found.start()) + 1 if found else None
