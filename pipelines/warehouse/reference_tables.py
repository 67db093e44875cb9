"""Fills the reference tables that SQL reads: code books, units, possible ranges, the reader roster, the settings as variables."""

import datetime as dt

import duckdb
import polars as pl

from pipelines.gate.rules_in_force import rules_in_force
from pipelines.settings.sections import Settings, Table
from pipelines.warehouse.build_tables import SQL, load_macros
from pipelines.warehouse.table_files import raw_tables, table_columns
from pipelines.warehouse.variables import possible_ranges, sql_variables


def build_reference(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: dt.date) -> None:
    """Create reference.codes, lab_units, possible_ranges and readers, and the macros that read them.

    A source's own words go before the registry's.
    """
    for name, value in sql_variables(settings, as_of).items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    codes = [
        (source, f"{table}.{column.name}", written, code, rank)
        for source, files in settings.sources.items()
        for table in raw_tables()
        for column in table_columns(table)
        for written, code, rank in _book(column.codes, files.tables.get(table), column.name)
    ]
    _create(connection, "codes", ["source", "column_key", "written", "code"], codes, fold="fold")
    connection.execute("create table reference.possible_ranges (measure varchar, low double, high double)")
    connection.executemany("insert into reference.possible_ranges values (?, ?, ?)", possible_ranges(rules_in_force(settings.rules)))
    known = pl.read_csv(SQL / "reference" / "lab_units.csv").select("test", pl.col("unit").fill_null(""), pl.col("factor").cast(pl.Float64))
    units = []
    for source, files in settings.sources.items():
        own = files.tables["labs"].units if "labs" in files.tables else {}
        units += [(source, test, unit, factor, 0) for test, words in own.items() for unit, factor in words.items()]
        units += [(source, test, unit, factor, 2) for test, unit, factor in known.rows()]
    _create(connection, "lab_units", ["source", "test", "written", "factor"], units, fold="fold_unit")
    _create(
        connection,
        "readers",
        ["reader_id", "role"],
        [(reader.upper(), role, 0) for reader, role in settings.readers.items()],
    )
    load_macros(connection, "reading")
    load_macros(connection, "formulas")


def _book(codes: dict[str, tuple[str, ...]], files: Table | None, column: str) -> list[tuple[str, str, int]]:
    """Return (written, code, rank): the settings' own words, then the codes themselves, then the registry's words for them."""
    own = files.codes.get(column, {}) if files else {}
    return [
        *((word, code, 0) for word, code in own.items() if code and codes),
        *((code, code, 1) for code in codes),
        *((word, code, 2) for code, written in codes.items() for word in written),
    ]


def _create(connection, table: str, names: list[str], rows: list[tuple], fold: str = "") -> None:
    """Create a reference table; of rows that differ in the last column only, once folded, the one of the lowest rank counts."""
    connection.register("rows", pl.DataFrame(rows, schema=[*names, "rank"], orient="row"))
    replaced = f"replace ({fold}(written) as written)" if fold else ""
    connection.execute(
        f"create table reference.{table} as select * exclude (rank) from (select * {replaced} from rows) "
        f"qualify row_number() over (partition by {', '.join(names[:-1])} order by rank, {names[-1]}) = 1 order by all"
    )
    connection.unregister("rows")
