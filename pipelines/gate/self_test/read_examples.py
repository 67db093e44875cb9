"""Reads the examples by which every rule is proven. They lie beside the rules and are found by their table's name."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pipelines.warehouse.registry_files import registry_file
from pipelines.warehouse.table_files import ROOT, module_name, required_schema, table_rules, table_schema

FOLDER = "schemas.examples"
EXAMPLES = ROOT / "schemas" / "examples"


@cache
def read_examples(layer: str, table: str) -> tuple[Any, ...]:
    """Return the examples of a table: those drawn by hand, then those that all columns of a kind share; () where there are none.

    What stands beside every case is drawn in each.
    """
    by_hand = tuple(getattr(_examples_of(layer, table), "EXAMPLES", ()))
    shared = registry_file(f"{FOLDER}.shared")
    if layer == "staging" and shared is not None:
        drawn = {name_of(each) for each in by_hand}
        rules = [rule for rule in table_rules(layer, table) if name_of(rule) not in drawn]
        by_hand += tuple(filter(None, (shared.shared_example(table, rule) for rule in rules)))
    return tuple(_with_rows_beside(each, read_beside(layer, table)) for each in by_hand)


@cache
def read_beside(layer: str, table: str) -> Mapping[str, list[dict[str, Any]]]:
    """Return the rows of other tables that stand beside every case of a table."""
    return getattr(registry_file(f"{FOLDER}.shared"), "BESIDE", {}) | getattr(_examples_of(layer, table), "BESIDE", {})


def _with_rows_beside(example: Any, beside: Mapping[str, list[dict[str, Any]]]) -> Any:
    passing, breaking = ([{**beside, **case} for case in cases] for cases in (example.passing, example.breaking))
    return replace(example, passing=passing, breaking=breaking)


def _examples_of(layer: str, table: str) -> Any:
    return registry_file(module_name(FOLDER, layer, table))


def name_of(rule: Any) -> tuple[str, str, tuple[str, ...]]:
    """Return what names a rule, or its example, within its table."""
    return rule.id, rule.level, tuple(rule.columns)


@cache
def read_good_rows(layer: str) -> Mapping[str, dict[str, Any]]:
    """Return the row of each table that no rule finds; an example names only what differs from it.

    Those of the layers after staging are read together.
    """
    is_raw = layer == "staging"
    everywhere: dict[str, Any] = getattr(registry_file(f"{FOLDER}.settings"), "WRITTEN", {}) if is_raw else {}
    layers = (layer,) if is_raw else ("quarantine", "cohort")
    files = {path.stem: (of, path) for of in layers for path in sorted(EXAMPLES.joinpath(of).rglob("*.py"))}
    drawn = {table: getattr(_examples_of(of, table), "GOOD", None) for table, (of, _) in files.items()}
    return {table: everywhere | row for table, row in drawn.items() if row is not None}


def changes_of_case(table: str, number: int) -> dict[str, Any]:
    """Return in what the good row of a staged table differs from case to case, so that no two cases are one patient."""
    changes = getattr(_examples_of("staging", table), "changes_of_case", None)
    return changes(number) if changes else {}


@cache
def column_types(layer: str, table: str) -> Mapping[str, Any]:
    """Return the columns of a table and their polars types; accepted and quarantined rows have those of the staged ones."""
    return (table_schema(layer, table) or required_schema("staging", table)).TYPES
