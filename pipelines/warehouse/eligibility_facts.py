"""What a criterion of eligibility may ask about: the facts of a patient, by the names of columns, laboratory tests and variables."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from pipelines.settings.study_eligibility import Value
from pipelines.warehouse.table_files import required_schema, table_of
from schemas.role import ELIGIBILITY_FACTS

if TYPE_CHECKING:
    from pipelines.analysis.variables import Variable


@dataclass(frozen=True)
class Fact:
    """One fact: the name that SQL knows it by, its type, and the levels or codes that it may have, each with the codes that it means."""

    name: str
    label: str
    unit: str
    kind: pl.DataType
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Whether it is compared as a number."""
        return self.kind.is_numeric()

    def texts(self, values: list[Value]) -> list[str]:
        """Return values as the facts are written: a level as the codes that it means, a day year first."""
        return [code for value in values for code in self.levels.get(written(value), (written(value),))]


def written(value: Value) -> str:
    """Return a value of the settings as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, int | float) else value


@cache
def known_facts() -> Mapping[str, Fact]:
    """Return the facts by every name under which a criterion may ask: that of a variable, of a column, of a laboratory test."""
    table = table_of(ELIGIBILITY_FACTS)
    if not table:
        return {}
    from pipelines.analysis.variables import load_variables
    from schemas.cohort_labels import label_of, unit_of

    schema = required_schema("cohort", table)
    columns = {}
    for name, kind in schema.FACTS.items():
        label, unit = schema.LABELS_AND_UNITS.get(name, (label_of(name), unit_of(name)))
        columns[name] = Fact(name, label, unit, kind, _codes(name, kind))
    variables = {}
    for variable in load_variables().values():
        fact = columns.get(variable.lab_test or variable.column)
        if fact and variable.kind != "flags":
            label = variable.label.removesuffix(f" ({fact.unit})")
            variables[variable.name] = replace(fact, label=label, levels=_levels(variable))
    return columns | variables


def _levels(variable: "Variable") -> dict[str, tuple[str, ...]]:
    """Return the levels of a variable by name; truth has the names by which settings write it."""
    levels = {level.name: tuple(written(code) for code in level.codes) for level in variable.levels}
    return levels | {code: (code,) for codes in levels.values() for code in codes}


def _codes(name: str, kind: pl.DataType) -> dict[str, tuple[str, ...]]:
    from schemas.cohort_codes import codes_of

    codes = ("true", "false") if kind == pl.Boolean else map(str, codes_of(None, name))
    return {code: (code,) for code in codes}
