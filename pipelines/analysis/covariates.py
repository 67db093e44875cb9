"""The covariates of the models: the arm, and those of sql/reference/covariates.csv; each is one column of numbers or more.

A factor of k levels has k - 1 columns, one for each level but the reference; a flag has one (1 where it is true), and so has a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from pipelines.analysis.arms import ComparedArms, arms_of, reference_of
from pipelines.analysis.covariate_definitions import Definition, load_covariates
from pipelines.analysis.variables import Variable, VariableLevel

ARM = "arm"


@dataclass(frozen=True)
class CovariateTerm:
    """One column of a model; a patient of whom its value is not known has none."""

    name: str
    label: str
    value: pl.Expr


@dataclass(frozen=True)
class Covariate:
    """One covariate with its columns. `kind` says what they are: one flag, one number, or the levels of a factor but its reference."""

    name: str
    label: str
    terms: tuple[CovariateTerm, ...]
    kind: Literal["flag", "number", "factor"] = "flag"
    variable: str = ""
    reference: str = ""  # the label of a factor's reference level

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of its columns."""
        return tuple(term.name for term in self.terms)


def flag(name: str, label: str, value: pl.Expr) -> Covariate:
    """Return a covariate of one column that is 1 where `value` is true."""
    return Covariate(name, label, (CovariateTerm(name, label, value.cast(pl.Float64)),))


def covariates_of(patients: pl.DataFrame, arms: ComparedArms, names: Iterable[str]) -> tuple[Covariate, ...]:
    """Return the arm, where there are two or more, and the named covariates, without those of which the arms are made."""
    arm = arm_covariate(patients, arms)
    named = (load_covariates()[name] for name in names)
    others = (covariate_of(one, patients) for one in named if one.variable.name not in arms.variables)
    return (*([arm] if arm else []), *(one for one in others if one.terms))


def arm_covariate(patients: pl.DataFrame, arms: ComparedArms) -> Covariate | None:
    """Return the arm as a factor against its reference, its columns named as the arms are; None where fewer than two have patients."""
    present = arms_of(patients)
    if len(present) < 2:
        return None
    levels = tuple(VariableLevel(arm, arms.title(arm), (arm,)) for arm in present)
    made = _factor(ARM, "Arm", pl.col("arm").cast(pl.String), levels, reference_of(patients, arms))
    return replace(made, terms=tuple(replace(term, name=term.name.removeprefix(f"{ARM}.")) for term in made.terms))


def covariate_of(definition: Definition, patients: pl.DataFrame) -> Covariate:
    """Return a covariate as these patients have it: of a factor only the levels that somebody has."""
    variable = definition.variable
    if definition.kind == "factor":
        used = variable.in_use(patients)
        levels = _levels_had(used, patients)
        reference = next((level.name for level in levels if level.name == definition.reference), levels[0].name if levels else "")
        made = _factor(definition.name, definition.label, pl.col(used.column), levels, reference)
    elif definition.kind == "number":
        value = pl.col(variable.column).cast(pl.Float64)
        value = value if definition.floor is None else value.clip(lower_bound=definition.floor)
        value = {"log": value.log(), "log10": value.log10()}.get(definition.scale, value)
        made = Covariate(definition.name, definition.label, (CovariateTerm(definition.name, definition.label, value),), "number")
    elif definition.cut is not None:
        made = flag(definition.name, definition.label, _is_above(variable, definition.cut))
    else:
        made = flag(definition.name, definition.label, _has_level(variable, definition.levels))
    return replace(made, variable=variable.name)


def _factor(name: str, label: str, value: pl.Expr, levels: Sequence[VariableLevel], reference: str) -> Covariate:
    first = next((level for level in levels if level.name == reference), None)
    if first is None:
        return Covariate(name, label, (), "factor")
    heading = "" if name == ARM else f"{label}: "
    terms = tuple(
        CovariateTerm(
            f"{name}.{level.name}",
            f"{heading}{level.label} (vs. {first.label})",
            value.is_in(level.codes).cast(pl.Float64),
        )
        for level in levels
        if level is not first
    )
    return Covariate(name, label, terms, "factor", reference=first.label)


def _levels_had(variable: Variable, patients: pl.DataFrame) -> tuple[VariableLevel, ...]:
    values = set(patients[variable.column].drop_nulls())
    known = tuple(level for level in variable.levels if values & set(level.codes))
    others = sorted(values - {code for level in variable.levels for code in level.codes})  # a value without a level is one of its own
    return (*known, *(VariableLevel(str(value), str(value), (value,)) for value in others))


def _is_above(variable: Variable, cut: float) -> pl.Expr:
    """Return whether a number is above a cut: of a bound only where it tells, as the macro is_above has it."""
    value = pl.col(variable.column)
    if not variable.operator:
        return value > cut
    operator = pl.col(variable.operator)
    return (
        pl.when(operator == "=")
        .then(value > cut)
        .when(((operator == ">") & (value >= cut)) | ((operator == ">=") & (value > cut)))
        .then(True)
        .when(operator.is_in(["<", "<="]) & (value <= cut))
        .then(False)
    )


def _has_level(variable: Variable, names: Sequence[str]) -> pl.Expr:
    """Return whether a factor has one of these levels, by its finer values or, where a patient has only a band, by that."""
    levels = [level for level in variable.levels if level.name.lower() in {name.lower() for name in names}]
    own = pl.col(variable.column).is_in([code for level in levels for code in level.codes])
    if not variable.coarse:
        return own
    return pl.coalesce(own, pl.col(variable.coarse).is_in(list(names)))


def with_covariates(patients: pl.DataFrame, covariates: Iterable[Covariate]) -> pl.DataFrame:
    """Return `patients` in the order of their ids with every column of the covariates (null where a value is not known)."""
    ordered = patients.sort("patient_id") if "patient_id" in patients.columns else patients
    return ordered.with_columns(term.value.alias(term.name) for covariate in covariates for term in covariate.terms)
