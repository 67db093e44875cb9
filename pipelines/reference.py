"""Fills the reference tables that SQL reads: code books, laboratory units and ranges, the reader roster, the settings as variables."""

import datetime as dt

import duckdb
import polars as pl

from pipelines.contract import raw_tables, table_columns
from pipelines.settings import Settings, Table, sql_variables
from pipelines.warehouse import SQL, load_macros


def build_reference(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: dt.date) -> None:
    """Create reference.codes, lab_units, lab_ranges and readers, and the macros that read them.

    A source's own words go before the registry's.
    """
    load_macros(connection, "spelling")
    for name, value in sql_variables(settings, as_of).items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    codes = [
        (source, f"{table}.{column.name}", written, code)
        for source, files in settings.sources.items()
        for table in raw_tables()
        for column in table_columns(table)
        for written, code in _book(column.codes, files.tables.get(table), column.name).items()
    ]
    _create(connection, "codes", ["source", "column_key", "written", "code"], codes, fold="fold(written)")
    ranges = pl.read_csv(SQL / "reference" / "lab_ranges.csv")
    connection.register("ranges", ranges)
    connection.execute("create table reference.lab_ranges as from ranges")
    connection.unregister("ranges")
    book = pl.read_csv(SQL / "reference" / "lab_units.csv").select("test", pl.col("unit").fill_null(""), pl.col("factor").cast(pl.Float64))
    units = []
    for source, files in settings.sources.items():
        own = files.tables["labs"].units if "labs" in files.tables else {}
        units += [(source, test, unit, factor) for test, words in own.items() for unit, factor in words.items()]
        units += [(source, test, unit, factor) for test, unit, factor in book.rows() if unit not in own.get(test, {})]
    _create(connection, "lab_units", ["source", "test", "written", "factor"], units, fold="fold_unit(written)")
    _create(
        connection,
        "readers",
        ["reader_id", "role"],
        [(reader.upper(), role) for reader, role in settings.readers.items()],
    )
    load_macros(connection, "reading")


def _book(codes: dict[str, tuple[str, ...]], files: Table | None, column: str) -> dict[str, str]:
    words = {word: code for code, written in codes.items() for word in written}
    words |= {code: code for code in codes}
    return words | (files.codes.get(column, {}) if files else {})


def _create(connection, table: str, names: list[str], rows: list[tuple], fold: str = "") -> None:
    connection.register("rows", pl.DataFrame(rows, schema=names, orient="row"))
    replaced = f"* replace ({fold} as written)" if fold else "*"
    connection.execute(f"create table reference.{table} as select distinct {replaced} from rows order by all")
    connection.unregister("rows")
