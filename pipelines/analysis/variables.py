"""What a patient is at baseline, as data over the analysis set: the numbers, factors and flags of sql/reference/variables.csv.

A number may be a laboratory test: its code stands for the column, and a test of which no variable is made is one by its code.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import polars as pl

from pipelines.warehouse.sql_files import SQL
from schemas.cohort_codes import codes_of
from schemas.cohort_labels import label_with_unit
from schemas.lab_tests import lab_tests

Code = str | int | bool
OF_ARMS = "arm"  # the kind of a variable that only arms are made of
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
    where a site sends no finer values; `is_skewed`, that a mean would say little of it; `lab_test` is the test of a variable that is not in
    the analysis set and stands beside it (lab_values)."""

    name: str
    label: str
    column: str
    kind: str  # number, factor or flags
    levels: tuple[VariableLevel, ...] = ()
    operator: str = ""
    coarse: str = ""
    is_skewed: bool = False
    table1_order: int | None = None
    lab_test: str = ""

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
    """Return every variable that a table can show, in the order of the file; behind them each laboratory test that is in none."""
    with (SQL / "reference" / "variables.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["variable"]: _variable(row) for row in csv.DictReader(file) if row["kind"] != OF_ARMS}
    spoken_for = {variable.lab_test for variable in listed.values()}
    others = (code for code, test in lab_tests().items() if not (code in spoken_for or test.patients_column or test.is_qualitative))
    return MappingProxyType(listed | {code: _of_test(Variable(code, "", code, "number")) for code in others})


def _variable(row: Mapping[str, str]) -> Variable:
    column, kind = row["column"], row["kind"]
    variable = Variable(
        name=row["variable"],
        label=row["label"],
        column=column,
        kind=kind,
        levels=() if kind == "number" else levels_of(column, row["levels"], row["seldom"]),
        operator=row["operator"],
        coarse=row["coarse"],
        is_skewed=row["skewed"] == "yes",
        table1_order=int(row["table1_order"]) if row["table1_order"] else None,
    )
    return _of_test(variable) if column in lab_tests() else replace(variable, label=variable.label or label_with_unit(column))


def _of_test(variable: Variable) -> Variable:
    """Return a variable whose column is the code of a laboratory test as one of the baseline results of this test."""
    code = variable.column
    label = variable.label or lab_tests()[code].label_with_unit
    return replace(variable, label=label, lab_test=code, column=f"value_std:{code}", operator=f"value_operator:{code}")


def variables_shown(names: Sequence[str] = ()) -> tuple[Variable, ...]:
    """Return the variables of a table by their names; where none is named, those that are usual, in their order."""
    if names:
        return tuple(load_variables()[name] for name in names)
    usual = {variable.table1_order: variable for variable in load_variables().values() if variable.table1_order is not None}
    return tuple(usual[order] for order in sorted(usual))
