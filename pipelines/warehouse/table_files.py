"""Reads the raw contract of each table, and the rules that guard it, from the files that are named after the table."""

import importlib
from functools import cache
from pathlib import Path
from types import ModuleType

from pipelines.drop.sheet import fold_header
from schemas.column import Column
from schemas.role import Role
from schemas.rule import Rule

ROOT = Path(__file__).resolve().parents[2]


@cache
def raw_tables() -> tuple[str, ...]:
    """Return the names of the raw tables: there is one for each schema of the staging layer."""
    return layer_tables("staging")


def layer_tables(layer: str) -> tuple[str, ...]:
    """Return the tables of a layer that have a schema or a suite, by name."""
    files = [*(ROOT / "schemas" / layer).rglob("*.py"), *(ROOT / "expectations" / layer).rglob("*.py")]
    return tuple(sorted({path.stem for path in files if path.stem != "__init__"}))


@cache
def table_of(role: Role) -> str:
    """Return the table that has a role, "" if this registry has none."""
    having = [table for table in layer_tables(role.layer) if getattr(table_schema(role.layer, table), "ROLE", None) == role]
    if len(having) > 1:
        raise ValueError(f"{' and '.join(having)} of the layer {role.layer} are both the table of the {role.name}")
    return having[0] if having else ""


def table_columns(table: str) -> tuple[Column, ...]:
    """Return the raw contract of a table."""
    return required_schema("staging", table).COLUMNS


def table_schema(layer: str, table: str) -> ModuleType | None:
    """Return the schema module of a table, if it has one."""
    return _module("schemas", layer, table)


def required_schema(layer: str, table: str) -> ModuleType:
    """Return the schema module of a table; raise LookupError where it has none."""
    module = table_schema(layer, table)
    if module is None:
        raise LookupError(f"schemas/{layer} has no module of the table {table}")
    return module


def table_rules(layer: str, table: str) -> tuple[Rule, ...]:
    """Return the rules of a table: its schema's, then its suite's."""
    modules = (_module("schemas", layer, table), _module("expectations", layer, table))
    return tuple(rule for module in modules if module for rule in module.RULES)


def _module(package: str, layer: str, table: str) -> ModuleType | None:
    name = module_name(package, layer, table)
    return importlib.import_module(name) if name else None


@cache
def module_name(package: str, layer: str, table: str) -> str:
    """Return the module of a package ("schemas", "schemas.examples") that is named after a table, "" if there is none.

    The modules of a layer stand in its folder, or in folders of topics below it.
    """
    folder = ROOT.joinpath(*package.split("."), layer)
    found = list(folder.rglob(f"{table}.py"))
    return ".".join(found[0].relative_to(ROOT).with_suffix("").parts) if found else ""


@cache
def header_words(table: str) -> dict[str, str]:
    """Return every folded header under which a column of the table is known, with the column's name."""
    return {
        fold_header(header + unit): column.name
        for column in table_columns(table)
        for header in (column.name, *column.headers)
        for unit in {"", column.unit}
    }
