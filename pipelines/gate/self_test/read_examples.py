"""Reads the examples by which every rule is proven. They lie beside the rules and are found by their table's name."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module, util
from typing import Any

from pipelines.warehouse.table_files import module_name, table_rules, table_schema

FOLDER = "schemas.examples"


@cache
def read_examples(layer: str, table: str) -> tuple[Any, ...]:
    """Return the examples of a table: those drawn by hand, then those that all columns of a kind share; () where there are none."""
    by_hand = tuple(getattr(example_file(module_name(FOLDER, layer, table)), "EXAMPLES", ()))
    drawing = example_file(f"{FOLDER}.drawing")
    if layer != "staging" or drawing is None:
        return by_hand
    drawn = {name_of(each) for each in by_hand}
    shared = (drawing.shared_example(table, rule) for rule in table_rules(layer, table) if name_of(rule) not in drawn)
    return (*by_hand, *filter(None, shared))


def name_of(rule: Any) -> tuple[str, str, tuple[str, ...]]:
    """Return what names a rule, or its example, within its table."""
    return rule.id, rule.level, tuple(rule.columns)


@cache
def read_good_rows(layer: str) -> Mapping[str, dict[str, object]]:
    """Return the row of each table that no rule finds; an example names only what differs from it."""
    module = example_file(f"{FOLDER}.{layer if layer == 'staging' else 'cohort'}.good_rows")
    everywhere = getattr(module, "WRITTEN", {})
    return {table: everywhere | row for table, row in getattr(module, "GOOD", {}).items()}


@cache
def column_types(layer: str, table: str) -> Mapping[str, Any]:
    """Return the columns of a table and their polars types; those of the quarantine layer stand with its examples."""
    of_quarantine = example_file(f"{FOLDER}.quarantine.good_rows").TYPES if layer == "quarantine" else {}
    return of_quarantine.get(table) or table_schema("cohort" if layer == "cohort" else "staging", table).TYPES


@cache
def example_file(name: str) -> Any:
    """Return a file of the examples, or None where it is not there."""
    if not name:
        return None
    try:
        found = util.find_spec(name)
    except ModuleNotFoundError:
        return None
    return import_module(name) if found else None
