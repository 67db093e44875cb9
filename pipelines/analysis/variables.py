"""What a patient is at baseline, as data over the analysis set: the numbers, factors and flags of sql/reference/variables.csv."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import polars as pl

from pipelines.warehouse.sql_files import SQL
from schemas.cohort_codes import codes_of
from schemas.cohort_labels import label_with_unit

Code = str | int | bool
YES_NO = ((False, "No"), (True, "Yes"))


@dataclass(frozen=True)
class VariableLevel:
    """One value of a factor, or one of the flags that a patient may have several of: its name, its label, and the codes that mean it."""

    name: str
    label: str
    codes: tuple[Code, ...]
    is_seldom: bool = False  # printed only where a patient has it


@dataclass(frozen=True)
class Variable:
    """One variable. `operator` is the column that says of a number whether it is measured or a bound; `coarse` the one that holds bands
    where a site sends no finer values; `is_skewed`, that a mean would say little of it."""

    name: str
    label: str
    column: str
    kind: str  # number, factor or flags
    levels: tuple[VariableLevel, ...] = ()
    operator: str = ""
    coarse: str = ""
    is_skewed: bool = False
    table1_order: int | None = None

    def in_use(self, patients: pl.DataFrame) -> "Variable":
        """Return the variable as the patients have it: in bands where a patient has nothing finer."""
        if not self.coarse or not patients.filter(pl.col(self.column).is_null() & pl.col(self.coarse).is_not_null()).height:
            return self
        return replace(self, column=self.coarse, coarse="", levels=levels_of(self.coarse))


def levels_of(column: str, written: str = "", seldom: str = "") -> tuple[VariableLevel, ...]:
    """Return the levels of a coded column in their order.

    Where none are written, each code is one; "viral=Viral=HBV|HCV" is one level of two codes with its label.
    """
    rare = set(filter(None, seldom.split(";")))
    if written:
        parts = (level.split("=") for level in written.split(";"))
        return tuple(VariableLevel(name, label, tuple(codes.split("|")), name in rare) for name, label, codes in parts)
    codes = dict(YES_NO) if column.startswith(("has_", "is_")) else codes_of(None, column)
    return tuple(VariableLevel(str(code), label, (code,), code in rare) for code, label in codes.items())


@cache
def load_variables() -> Mapping[str, Variable]:
    """Return every variable that a study can name, in the order of the file."""
    with (SQL / "reference" / "variables.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["variable"]: _variable(row) for row in csv.DictReader(file)})


def _variable(row: Mapping[str, str]) -> Variable:
    column, kind = row["column"], row["kind"]
    return Variable(
        name=row["variable"],
        label=row["label"] or label_with_unit(column),
        column=column,
        kind=kind,
        levels=() if kind == "number" else levels_of(column, row["levels"], row["seldom"]),
        operator=row["operator"],
        coarse=row["coarse"],
        is_skewed=row["skewed"] == "yes",
        table1_order=int(row["table1_order"]) if row["table1_order"] else None,
    )


def variables_shown(names: Sequence[str] = ()) -> tuple[Variable, ...]:
    """Return the variables of a table by their names; where none is named, those that are usual, in their order."""
    if names:
        return tuple(load_variables()[name] for name in names)
    usual = {variable.table1_order: variable for variable in load_variables().values() if variable.table1_order is not None}
    return tuple(usual[order] for order in sorted(usual))
