"""The covariates that a study can name, as sql/reference/covariates.csv defines them: each is made of a variable."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pipelines.analysis.variables import Variable, load_variables
from pipelines.warehouse.sql_files import SQL


@dataclass(frozen=True)
class Definition:
    """One row of covariates.csv: how a covariate is made of a variable."""

    name: str
    label: str
    variable: Variable
    kind: str  # flag, number or factor
    cut: float | None
    levels: tuple[str, ...]
    reference: str
    scale: str
    floor: float | None


@cache
def load_covariates() -> Mapping[str, Definition]:
    """Return every covariate that a study can name beside the arm, in the order of the file; behind them laboratory tests, as numbers."""
    with (SQL / "reference" / "covariates.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["covariate"]: _definition(row) for row in csv.DictReader(file)}
    tests = (variable for variable in load_variables().values() if variable.name == variable.lab_test)
    return MappingProxyType(listed | {one.name: _number(one) for one in tests})


def _number(variable: Variable) -> Definition:
    return Definition(variable.name, variable.label, variable, "number", cut=None, levels=(), reference="", scale="", floor=None)


def _definition(row: Mapping[str, str]) -> Definition:
    return Definition(
        name=row["covariate"],
        label=row["label"],
        variable=load_variables()[row["variable"]],
        kind=row["as"],
        cut=float(row["cut"]) if row["cut"] else None,
        levels=tuple(filter(None, row["levels"].split(";"))),
        reference=row["reference"],
        scale=row["scale"],
        floor=float(row["floor"]) if row["floor"] else None,
    )
