"""Opens a warehouse whose raw tables hold what a test draws as text, and builds staging from them as a run does."""

import atexit
from functools import cache

import duckdb
import polars as pl

from pipelines.gate.self_test.draw_cases import PLANS_ARE_PLAIN, put_raw, put_raw_tables
from pipelines.gate.self_test.example_settings import AS_OF
from pipelines.gate.self_test.example_settings import STAGING as SETTINGS
from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import build_layers, build_table, open_warehouse
from pipelines.warehouse.reference_tables import build_reference
from pipelines.warehouse.sql_files import SQL


def open_raw(tables: dict[str, list[dict]], settings: Settings = SETTINGS) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with the drawn raw tables (those not named are empty), all of staging and what is derived from it."""
    connection = open_warehouse()
    connection.execute(PLANS_ARE_PLAIN)
    build_reference(connection, settings, AS_OF)
    put_raw_tables(connection, tables)
    build_layers(connection, "staging", "derived")
    return connection


def staged(tables: dict[str, list[dict]]) -> duckdb.DuckDBPyConnection:
    """Return the warehouse that the tests share, with the drawn raw tables and their staging tables; other tables are as they were."""
    connection = _with_reference()
    for table, rows in tables.items():
        put_raw(connection, table, rows)
        build_table(connection, SQL / "staging" / f"{table}.sql", "staging")
    return connection


def stage(table: str, *rows: dict) -> list[dict]:
    """Return the rows of one staging table that come of the drawn raw rows, in their order."""
    connection = staged({table: list(rows)})
    return connection.sql(f"select * from staging.{table} order by row_key").pl().to_dicts()


def read(expression: str, *arguments: object) -> object:
    """Return what an expression on the reading macros gives for these arguments."""
    return _with_reference().execute(f"select {expression}", list(arguments)).fetchall()[0][0]


def read_all(expression: str, texts: list[str]) -> list[object]:
    """Return what an expression on the column `t` gives for each text."""
    connection = _with_reference()
    connection.register("texts", pl.DataFrame({"place": range(len(texts)), "t": texts}, schema={"place": pl.Int64, "t": pl.String}))
    rows = connection.execute(f"select {expression} from texts order by place").fetchall()
    connection.unregister("texts")
    return [value for (value,) in rows]


@cache
def _with_reference() -> duckdb.DuckDBPyConnection:
    connection = open_warehouse()
    connection.execute(PLANS_ARE_PLAIN)
    build_reference(connection, SETTINGS, AS_OF)
    atexit.register(_with_reference.cache_clear)
    return connection
