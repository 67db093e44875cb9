"""Draws the cohort examples into one warehouse, each case as a patient of its own; a case about a whole table stands alone.

A case is {table: [rows]}; a table without a layer is of the example's own, "quarantine.labs" names another. Rows are typed values, and
what a row does not name is as in GOOD of tests/examples/cohort/good_rows.py; every column that ends in row_key is the row's own key.
"""

from collections import defaultdict
from collections.abc import Iterable
from importlib import import_module, util

import duckdb
import polars as pl

from pipelines.contract import layer_tables
from tests.examples.cohort.good_rows import GOOD
from tests.rule_examples import Case, Example
from tests.warehouse_of import ACCEPTED, open_drawn, set_variables, types_of

SETTINGS = {"max_set_aside_pct": 25.0, "min_rows_of_last_pct": 95.0, "override_reason": "", "has_real_dates": True}
COUNTED = ("read_count", "accepted_count", "quarantined_count", "duplicate_count", "last_read_count")
QUARANTINE = {  # made by pipelines/part.py and pipelines/last_release.py, which no schema describes
    "row_counts": dict.fromkeys(COUNTED, pl.Int64),
    "null_rates": {
        **dict.fromkeys(("row_count", "null_count", "last_row_count", "last_null_count"), pl.Int64),
        **dict.fromkeys(("null_pct", "last_null_pct"), pl.Float64),
    },
    "patient_changes": {
        **dict.fromkeys(("is_sent", "was_accepted", "has_contact_set_aside", "was_dead", "is_dead"), pl.Boolean),
        **dict.fromkeys(("earlier_last_contact_date", "last_contact_date"), pl.Date),
    },
    "median_changes": dict.fromkeys(("event_count", "median_days", "last_event_count", "last_median_days"), pl.Int64),
    "newest_events": {"newest_date": pl.Date},
}
QUARANTINE = {table: {"row_key": pl.String, "patient_id": pl.String, **types} for table, types in QUARANTINE.items()}


def examples_of_layer(layer: str) -> list[Example]:
    """Return the examples of all tables of a layer that have some."""
    files = [f"tests.examples.{layer}.{table}" for table in layer_tables(layer)]
    return [each for name in files if util.find_spec(name) for each in import_module(name).EXAMPLES]


def open_cases(layer: str, cases: Iterable[tuple[int, Example, Case]]) -> duckdb.DuckDBPyConnection:
    """Return a warehouse whose tables hold the drawn cases, by their number; tables that no case draws are empty."""
    connection = open_drawn(settings=SETTINGS)
    draw_cases(
        connection, layer, cases, [f"cohort.{table}" for table in layer_tables("cohort")] + [f"quarantine.{table}" for table in QUARANTINE]
    )
    return connection


def draw_cases(
    connection: duckdb.DuckDBPyConnection, layer: str, cases: Iterable[tuple[int, Example, Case]], tables: Iterable[str]
) -> None:
    """Write the drawn cases, and make the other tables empty."""
    rows: dict[str, list[dict]] = defaultdict(list)
    for number, _, case in cases:
        for table, drawn in case.items():
            name = table if "." in table else f"{layer}.{table}"
            rows[name] += [_row(name, number, place, row) for place, row in enumerate(drawn)]
    for name in dict.fromkeys([*tables, *rows]):
        if name.split(".")[0] in ("cohort", "quarantine", "accepted"):
            types = _types(name)
            frame = pl.DataFrame([{column: row.get(column) for column in types} for row in rows[name]], schema=types)
            connection.register("drawn", frame)
            reasons = ", []::varchar[] as reasons" if name.startswith("quarantine.") and name.split(".")[1] in ACCEPTED else ""
            connection.execute(f"create or replace table {name} as select *{reasons} from drawn")
            connection.unregister("drawn")


def draw_alone(
    connection: duckdb.DuckDBPyConnection, layer: str, number: int, example: Example, case: Case, drawn_before: set[str]
) -> set[str]:
    """Write one case in the place of the one before, with its settings; return the tables that it drew."""
    set_variables(connection, **{**SETTINGS, **example.settings})
    draw_cases(connection, layer, [(number, example, case)], drawn_before)
    return {table if "." in table else f"{layer}.{table}" for table in case}


def _row(name: str, number: int, place: int, row: dict) -> dict:
    key = f"{number}:{name.split('.')[1]}:{place}:{'fine' if row.get('is_fine') else 'row'}"
    keys = {column: key for column in _types(name) if column.endswith("row_key")}
    good = {column: value for column, value in GOOD.get(name.split(".")[1], {}).items() if column in _types(name).keys() - {"patient_id"}}
    own = {column: value for column, value in row.items() if column not in ("is_fine", "row_key")}
    drawn = {"patient_id": f"P{number}", **keys, **good, **own}
    unknown = drawn.keys() - _types(name).keys()
    assert not unknown, f"{name} has no column {sorted(unknown)}"
    return drawn


def _types(name: str) -> dict:
    layer, table = name.split(".")
    if name.startswith("quarantine.") and table in QUARANTINE:
        return QUARANTINE[table]
    return types_of("cohort" if layer == "cohort" else "staging", table)
