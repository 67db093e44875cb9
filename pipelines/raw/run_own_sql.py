"""Makes raw tables of the sheets of a source by the hospital's own SQL; what goes wrong there is said by file and line.

No message of DuckDB is handed on that could hold a cell: a cast that fails names the value.
"""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

import duckdb

from pipelines.drop.sheet import UnreadableDrop
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.nearest import nearest
from pipelines.settings.own_sql import MACROS, place_in, selects_of
from pipelines.settings.own_sql_faults import line_and_words, take_apart
from pipelines.settings.sections import Source
from pipelines.warehouse.build_order import order_tables
from pipelines.warehouse.build_tables import load_macros
from pipelines.warehouse.table_files import table_columns

NOT_FOUND = re.compile(r'Referenced column "([^"]+)" not found')
WORDS_OF_SQL = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)  # their messages hold no cell


class ColumnNotThere(UnusableSettings):
    """The SQL of a source reads a column that its sheets do not have: the SQL is wrong, or the sheet has changed."""

    def __init__(self, said: str, column: str) -> None:
        """`column` is the one that is not there."""
        super().__init__(said)
        self.column = column


def refuse_column_that_was_there(error: ColumnNotThere, last: Mapping[str, Any]) -> None:
    """Raise UnreadableDrop (CV-002) where the sheets of the last release had the column: not the SQL has changed, but the sheet."""
    if any(error.column.lower() in {column.lower() for column in columns} for columns in last.get("columns", {}).values()):
        raise UnreadableDrop(
            "a sheet of the drop",
            f"it does not have the column {error.column} any more, which the last release had and the SQL of the source reads",
            f"send it again, or correct the SQL ({error})",
            rule="CV-002",
        ) from None


def columns_read(source: Source) -> frozenset[str]:
    """Return the names of all columns that the SQL of a source reads, in lower case."""
    return frozenset().union(*(take_apart(text).columns for text in selects_of(source).values()))


def run_own_sql(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Fill the raw tables of a source from its sheets; raise UnusableSettings where its SQL is at fault."""
    load_macros(connection, "sources")
    _make_macros(connection, source)
    selects = selects_of(source)
    order = order_tables(connection, {f"raw.{table}": text for table, text in selects.items()})
    for table in (name.removeprefix("raw.") for name in order):
        text = selects[table]
        try:
            made = [row[0].lower() for row in connection.execute(f"describe {text}").fetchall()]
        except duckdb.Error as error:
            raise _fault(connection, source, table, error) from None
        _refuse_columns(source, table, made)
        try:
            connection.execute(f"insert into raw.{table} by name select unnest(origin), * exclude (origin) from ({text}\n)")
        except duckdb.Error as error:
            raise _fault(connection, source, table, error) from None


def _make_macros(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Create the macros of a source; none may stand in the place of one of the registry."""
    known = _macros(connection)
    text = source.own_sql.get(MACROS, "")
    for statement in duckdb.extract_statements(text):
        name = re.search(r"\bmacro\s+\"?(\w+)", re.sub(r"--[^\n]*", "", statement.query), re.I)
        if name and name[1].lower() in known:
            line = text.count("\n", 0, text.find(name[1])) + 1
            raise UnusableSettings(f"{place_in(source, MACROS, line)}: the registry has a macro {name[1]} itself; call this one otherwise")
        try:
            connection.execute(statement)
        except duckdb.Error as error:
            raise UnusableSettings(f"{place_in(source, MACROS)}: {line_and_words(error)[1]}") from None


def _macros(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select function_name from duckdb_functions() where function_type like '%macro' and not internal").fetchall()
    return {name.lower() for (name,) in rows}


def _refuse_columns(source: Source, table: str, made: Collection[str]) -> None:
    """Raise UnusableSettings where a select does not make the columns of its table, each once."""
    known = [column.name for column in table_columns(table)]
    for name in ("origin", "patient_id"):
        if name not in made:
            raise UnusableSettings(f"{place_in(source, table)}: it must pass on {name} of the sheet, by which a row is found again")
    for name in made:
        line = next(
            (at for at, text in enumerate(source.own_sql[table].splitlines(), 1) if re.search(rf"\b{re.escape(name)}\b", text, re.I)), None
        )
        if name not in known and name != "origin":
            raise UnusableSettings(f"{place_in(source, table, line)}: {table} has no column {name}{nearest(name, known)}")
        if list(made).count(name) > 1:
            raise UnusableSettings(f"{place_in(source, table, line)}: it makes the column {name} twice")


def _fault(connection: duckdb.DuckDBPyConnection, source: Source, table: str, error: duckdb.Error) -> UnusableSettings:
    """Return what an error of DuckDB says of the select of a table."""
    line, said = line_and_words(error)
    if lost := NOT_FOUND.search(str(error)):
        there = {row[0] for sheet in source.tables for row in connection.execute(f"describe source.{sheet}").fetchall()} - {"origin"}
        place = place_in(source, table, line)
        is_like_one = get_close_matches(lost[1], there, cutoff=0.5)  # all headers of a sheet are too many
        close = nearest(lost[1], there) if is_like_one else "; correct the SQL, or send the sheet with it"
        return ColumnNotThere(
            f"{place}: it reads the column {lost[1]}, which no sheet has{close}",
            lost[1],
        )
    if isinstance(error, WORDS_OF_SQL):
        return UnusableSettings(f"{place_in(source, table, line)}: {said}")
    return UnusableSettings(
        f"{place_in(source, table, line)}: it cannot be computed of what a cell holds; read cells with try_cast, and keep what cannot be "
        "read by or_as_sent(…, the cell)"
    )
