"""Draws the cases of the examples into the tables of a warehouse, each as a patient of its own: raw rows of text, later rows typed.

A row is named by its case, table and place ("12:labs:0:row"; "fine" at the end where the rule may not find it). What a case does not name
is as in the good row of its table; every column of a later table that ends in row_key is the row's own key.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import polars as pl

from pipelines.gate.self_test.example_settings import STUDY
from pipelines.gate.self_test.read_examples import changes_of_case, column_types, read_good_rows
from pipelines.raw.load_sheets import raw_types
from pipelines.warehouse.build_tables import build_layers, fill_table, open_warehouse, put_frame
from pipelines.warehouse.study_tables import fill_study_tables
from pipelines.warehouse.table_files import layer_tables, raw_tables, table_rules

Case = Mapping[str, list[dict[str, Any]]]
PLANS_ARE_PLAIN = "pragma disable_optimizer"  # of a handful of rows to plan costs more than to compute; the drop's own are optimised


def row_key(number: int, table: str, place: int, row: Mapping[str, Any]) -> str:
    """Return the key of a drawn row."""
    return f"{number}:{table}:{place}:{'fine' if row.get('is_fine') else 'row'}"


def raw_rows(cases: Iterable[tuple[int, Case]]) -> tuple[dict[str, list[dict[str, Any]]], dict[str, dict]]:
    """Return the raw rows of all cases by table, and the changes to be made after staging by row key."""
    tables, staged = defaultdict(list), {}
    for number, case in cases:
        for table, rows in case.items():
            for place, row in enumerate(rows):
                changes = {name: cell for name, cell in row.items() if name not in ("is_fine", "staged")}
                changes = changes_of_case(table, number) | changes
                key = row_key(number, table, place, row)
                tables[table].append({"row_key": key, "patient_id": f"P{number}", **changes})
                if "staged" in row:
                    staged[key] = row["staged"]
    return tables, staged


def put_raw(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Write raw.<table> as drawn: each row is the good one with its changes; None is a blank cell."""
    schema, good = raw_types(table), read_good_rows("staging")[table]
    drawn = [{**good, "row_key": f"{table}-{number:03d}", **row} for number, row in enumerate(rows)]
    unknown = {name for row in drawn for name in row} - schema.keys()
    assert not unknown, f"raw.{table} has no column {sorted(unknown)}"
    put_frame(connection, f"raw.{table}", pl.DataFrame([{name: row.get(name) for name in schema} for row in drawn], schema=schema))


def put_raw_tables(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, list[dict[str, Any]]]) -> None:
    """Write all raw tables as drawn; those not named are empty."""
    for table in raw_tables():
        put_raw(connection, table, tables.get(table, []))


def change_staged(connection: duckdb.DuckDBPyConnection, staged: Mapping[str, dict]) -> None:
    """Make the changes that no text of a cell can bring about."""
    for key, changes in staged.items():
        for column, value in changes.items():
            connection.execute(f"update staging.{key.split(':')[1]} set {column} = ? where row_key = ?", [value, key])


def open_later_layers(settings: Mapping[str, Any], readers: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """Return a warehouse whose accepted, quarantine and cohort tables are all there and empty."""
    connection = open_warehouse()
    connection.execute(PLANS_ARE_PLAIN)
    set_variables(connection, settings)
    fill_table(connection, "reference.readers", readers.items())
    fill_study_tables(connection, STUDY)
    for table in raw_tables():
        put_typed(connection, f"accepted.{table}", [])
        put_typed(connection, f"quarantine.{table}", [])
    for table in layer_tables("quarantine"):
        if table_rules("quarantine", table):
            put_typed(connection, f"quarantine.{table}", [])
    build_layers(connection, "reference")
    return connection


def set_variables(connection: duckdb.DuckDBPyConnection, settings: Mapping[str, Any]) -> None:
    """Set the settings that SQL reads."""
    for name, value in settings.items():
        connection.execute(f"set variable {name} = ?", [value])


def typed_rows(layer: str, cases: Iterable[tuple[int, Case]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of all cases by table with its layer; a table without one is of the layer of the examples."""
    rows = defaultdict(list)
    for number, case in cases:
        for table, drawn in case.items():
            name = table if "." in table else f"{layer}.{table}"
            rows[name] += [_typed_row(name, number, place, row) for place, row in enumerate(drawn)]
    return rows


def put_typed_tables(connection: duckdb.DuckDBPyConnection, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """Write all tables of the cohort and those of the quarantine layer that have rules; those not drawn are empty."""
    names = [f"cohort.{table}" for table in layer_tables("cohort")]
    names += [f"quarantine.{table}" for table in layer_tables("quarantine") if table_rules("quarantine", table)]
    for name in dict.fromkeys([*names, *rows]):
        put_typed(connection, name, rows.get(name, []))


def put_typed(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]]) -> None:
    """Write a later table as drawn; what a row does not name is NULL."""
    layer, table = name.split(".")
    types = column_types(layer, table)
    reasons = ", []::varchar[] as reasons" if layer == "quarantine" and table in raw_tables() else ""
    put_frame(connection, name, pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types), reasons)


def _typed_row(name: str, number: int, place: int, row: Mapping[str, Any]) -> dict[str, Any]:
    layer, table = name.split(".")
    types = column_types(layer, table)
    keys = dict.fromkeys((column for column in types if column.endswith("row_key")), row_key(number, table, place, row))
    usual = read_good_rows("cohort").get(table, {})
    good = {column: value for column, value in usual.items() if column in types and column != "patient_id"}
    own = {column: value for column, value in row.items() if column not in ("is_fine", "row_key")}
    patient = {"patient_id": f"P{number}"} if "patient_id" in types else {}
    drawn = {**patient, **keys, **good, **own}
    unknown = drawn.keys() - types.keys()
    assert not unknown, f"{name} has no column {sorted(unknown)}"
    return drawn
