"""Draws the examples of the later layers into one warehouse, each case as a patient of its own; one about a whole table stands alone."""

from collections.abc import Iterable

import duckdb

from pipelines.gate.self_test.draw_cases import open_later_layers, put_typed, put_typed_tables, set_variables, typed_rows
from pipelines.gate.self_test.example_settings import COHORT, READERS
from pipelines.gate.self_test.read_examples import name_of, read_examples
from pipelines.warehouse.table_files import layer_tables, table_rules
from schemas.examples.drawing import Case, Example


def examples_of_layer(layer: str) -> list[Example]:
    """Return the examples of the rules that the tables of a layer are held to; a rule held by code has no rows of its table."""
    held = {(table, *name_of(rule)) for table in layer_tables(layer) for rule in table_rules(layer, table) if rule.held_by}
    return [each for table in layer_tables(layer) for each in read_examples(layer, table) if (table, *name_of(each)) not in held]


def open_cases(layer: str, cases: Iterable[tuple[int, Example, Case]]) -> duckdb.DuckDBPyConnection:
    """Return a warehouse whose tables hold the drawn cases, by their number; tables that no case draws are empty."""
    connection = open_later_layers(COHORT, READERS)
    put_typed_tables(connection, typed_rows(layer, [(number, case) for number, _, case in cases]))
    return connection


def draw_alone(
    connection: duckdb.DuckDBPyConnection, layer: str, number: int, example: Example, case: Case, drawn_before: set[str]
) -> set[str]:
    """Write one case in the place of the one before, with its settings; return the tables that it drew."""
    set_variables(connection, {**COHORT, **example.settings})
    rows = typed_rows(layer, [(number, case)])
    for name in dict.fromkeys([*sorted(drawn_before), *rows]):
        put_typed(connection, name, rows.get(name, []))
    return set(rows)
