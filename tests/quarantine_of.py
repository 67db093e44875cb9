"""Draws tables of the quarantine layer that hold a run against the last release, and asks their rules what they find."""

import atexit
import datetime as dt
from functools import cache

import duckdb

from pipelines.gate.check_rules import check_table
from pipelines.gate.expectation_engine import open_datasource
from pipelines.gate.self_test.draw_cases import put_typed
from pipelines.settings.rules_in_force import AS_WRITTEN
from pipelines.warehouse.build_tables import open_warehouse

SETTINGS = {
    "max_quarantined_pct": 25.0,
    "min_rows_of_last_pct": 95.0,
    "override_reason": "",
    "as_of": dt.date(2024, 12, 31),
    "has_real_dates": True,
}


def open_quarantine(**settings: object) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with the settings that these rules read, and with no finding; the tables drawn before are still there."""
    connection = _one_warehouse()
    forget_findings(connection)
    for name, value in {**SETTINGS, **settings}.items():
        connection.execute(f"set variable {name} = ?", [value])
    return connection


@cache
def _one_warehouse() -> duckdb.DuckDBPyConnection:
    """Return the warehouse that all these tests use one after the other: to open one takes longer than to ask its rules."""
    atexit.register(_one_warehouse.cache_clear)
    return open_warehouse()


def forget_findings(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a gate that is asked again find what there is, and not what there was."""
    connection.execute("delete from gate.findings")
    connection.execute("delete from gate.offending")


def put_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    """Write a table of the quarantine layer as drawn; what a test does not name is NULL."""
    put_typed(connection, f"quarantine.{table}", rows)


def found_in(connection: duckdb.DuckDBPyConnection, table: str) -> set[tuple[str, str, str]]:
    """Return (row key, rule, level) of all that the rules of a table find."""
    outcomes = check_table(connection, open_datasource(connection), "quarantine", table, AS_WRITTEN)
    assert [one.fault for one in outcomes if one.outcome == "error"] == []
    return set(connection.execute("select row_key, rule, level from gate.findings").fetchall())


def found_drawn(table: str, rows: list[dict], **settings: object) -> set[tuple[str, str, str]]:
    """Return what the rules of a table find in drawn rows."""
    connection = open_quarantine(**settings)
    put_rows(connection, table, rows)
    return found_in(connection, table)
