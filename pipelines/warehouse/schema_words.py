"""What SQL takes from the schema of a staged table: which of its columns are coded, which are numbers, what a row is about."""

from collections.abc import Callable

import polars as pl

from pipelines.warehouse.table_files import required_schema, table_columns
from schemas.column import Units
from schemas.staging_schema import PROVENANCE

SOURCE = "source"  # the one column that every table has, and whose values are few
NO_NUMBER = "no_number"  # a blank column that SQL puts beside the others, so that no table is without one


def coded_columns(table: str) -> tuple[str, ...]:
    """Return the staged columns whose values are codes, yes or no, names of readers, or the source."""
    codes = {column.name for column in table_columns(table) if column.kind == "code" or column.is_reader}
    types = {name: kind for name, kind in required_schema("staging", table).TYPES.items() if name not in PROVENANCE}
    return (SOURCE, *(name for name, kind in types.items() if kind == pl.Boolean or name in codes))


def number_columns(table: str) -> tuple[str, ...]:
    """Return the staged columns that are numbers; of results that come in several units, those in the standard one."""
    types, units = required_schema("staging", table).TYPES, _units(table)
    as_sent = units.value if units else ""
    return tuple(name for name, kind in types.items() if kind in (pl.Float64, pl.Int64) and name not in (*PROVENANCE, as_sent))


def key_columns(table: str) -> tuple[str, ...]:
    """Return what a row of the table is about; the row itself, where its schema does not say."""
    return tuple(getattr(required_schema("staging", table), "KEY", ("row_key",)))


def _units(table: str) -> Units | None:
    return getattr(required_schema("staging", table), "UNITS", None)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _measure(table: str) -> str:
    units = _units(table)
    return units.column if units else "''"


def _unit(table: str) -> str:
    units = _units(table)
    return units.unit if units else ""


WORDS: dict[str, Callable[[str], str]] = {  # the word that stands in SQL, and what it stands for
    "each_code": lambda table: _listed(coded_columns(table)),
    "each_number": lambda table: _listed((*number_columns(table), NO_NUMBER)),
    "each_key": lambda table: _listed(key_columns(table)),
    "each_measure": _measure,  # the column that says what was measured, where a table has results of many kinds
    "each_unit": _unit,
}
