"""Fills the reference tables that SQL reads: code books, units, possible ranges, the reader roster, the settings as variables."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import polars as pl

from pipelines.settings.rules_in_force import rules_in_force
from pipelines.settings.sections import Settings, Table
from pipelines.warehouse.build_tables import fill_table, load_macros
from pipelines.warehouse.sql_files import SQL
from pipelines.warehouse.study_tables import fill_study_tables
from pipelines.warehouse.table_files import raw_tables, table_columns, table_schema
from pipelines.warehouse.variables import possible_ranges, sql_variables
from schemas.column import Units


def build_reference(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: dt.date) -> None:
    """Fill the tables of codes, units, possible ranges and readers, and create the macros that read them.

    A source's own words go before the registry's.
    """
    for name, value in sql_variables(settings, as_of).items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    fill_study_tables(connection, settings.study)
    codes = [
        (source, f"{table}.{column.name}", written, code, rank)
        for source, files in settings.sources.items()
        for table in raw_tables()
        for column in table_columns(table)
        for written, code, rank in _book(column.codes, files.tables.get(table), column.name)
    ]
    _fill(connection, "codes", ["source", "column_key", "written", "code"], codes, fold="fold")
    fill_table(connection, "reference.possible_ranges", possible_ranges(rules_in_force(settings.rules, settings.study)))
    for table in raw_tables():
        if units := getattr(table_schema("staging", table), "UNITS", None):
            rows = list(_units(table, units, settings))
            _fill(connection, units.table, ["source", units.column, "written", "factor"], rows, fold="fold_unit")
    fill_table(connection, "reference.readers", [(reader.upper(), role) for reader, role in settings.readers.items()])
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


def _units(table: str, units: Units, settings: Settings) -> Iterator[tuple[str, str, str, float, int]]:
    """Yield (source, what is measured, unit, factor, rank): the settings' own units, then those of the registry's list."""
    known = pl.read_csv(SQL / "reference" / f"{units.table}.csv")
    known = known.select(units.column, pl.col("unit").fill_null(""), pl.col("factor").cast(pl.Float64))
    for source, files in settings.sources.items():
        own = files.tables[table].units if table in files.tables else {}
        yield from ((source, measured, unit, factor, 0) for measured, words in own.items() for unit, factor in words.items())
        yield from ((source, measured, unit, factor, 2) for measured, unit, factor in known.rows())


def _fill(connection: duckdb.DuckDBPyConnection, table: str, names: list[str], rows: list[tuple], fold: str) -> None:
    """Fill a reference table; of rows that differ in the last column only, once folded, the one of the lowest rank counts."""
    connection.register("rows", pl.DataFrame(rows, schema=[*names, "rank"], orient="row"))
    connection.execute(
        f"insert into reference.{table} select * exclude (rank) from (select * replace ({fold}(written) as written) from rows) "
        f"qualify row_number() over (partition by {', '.join(names[:-1])} order by rank, {names[-1]}) = 1 order by all"
    )
    connection.unregister("rows")
