"""Table 1: who the patients are at the index date, by arm, with how much is missing, how far the arms differ, and the test that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from pipelines.analysis.covariates import VARIABLES, Variable, arms_of
from pipelines.analysis.group_tests import CountTest, MeanTest, Test, compare_counts, compare_means
from pipelines.analysis.proportions import Proportion, proportion
from pipelines.analysis.standardised_differences import level_difference, mean_difference


@dataclass(frozen=True)
class Moments:
    """A continuous variable in one group: over the `count` patients that have a value. Quartiles as R's quantile (type 7)."""

    count: int
    mean: float | None
    sd: float | None
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None


@dataclass(frozen=True)
class Level:
    """One line of a categorical variable: its share of the patients with a value, per group."""

    value: str
    label: str
    groups: tuple[Proportion, ...]


@dataclass(frozen=True)
class Row:
    """One variable: `levels` or `moments` per group (the arms, then all), the missing of each group's total, difference and test."""

    name: str
    label: str
    kind: str
    levels: tuple[Level, ...]
    moments: tuple[Moments, ...]
    shown_as: str
    missing: tuple[Proportion, ...]
    standardised_difference: float | None
    test: Test


@dataclass(frozen=True)
class BaselineTable:
    """Table 1. `groups` are the arms and, last, "all"."""

    groups: tuple[str, ...]
    sizes: tuple[int, ...]
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row:
        """Return the row of a variable."""
        return next(row for row in self.rows if row.name == name)


@dataclass(frozen=True)
class ChosenTests:
    """Which test compares the arms: of counts, of means, and (variable name -> test) where one is fixed for a variable."""

    of_counts: CountTest = "chi_square"
    of_means: MeanTest = "by_variance"
    fixed: Mapping[str, Any] = field(default_factory=dict)  # a test of counts or of means, as the variable needs


def fit_baseline_table(
    patients: pl.DataFrame,
    tests: ChosenTests | None = None,
    shown_as: Mapping[str, str] | None = None,
    variables: tuple[Variable, ...] = VARIABLES,
) -> BaselineTable:
    """Return Table 1 of cohort.patients.

    shown_as: variable name -> "median", for a continuous variable that is printed as median [IQR] and not as mean ± SD.
    """
    tests = tests or ChosenTests()
    arms = arms_of(patients)
    frames = [patients.filter(pl.col("arm") == arm) for arm in arms]
    rows = []
    for variable in variables:
        test = tests.fixed.get(variable.name, tests.of_means if variable.kind == "continuous" else tests.of_counts)
        make = {"continuous": _continuous, "categorical": _categorical, "flags": _flags}[variable.kind]
        rows.append(make(variable, frames, patients, test, (shown_as or {}).get(variable.name, "mean")))
    return BaselineTable((*arms, "all"), (*(frame.height for frame in frames), patients.height), tuple(rows))


def moments_of(values: np.ndarray) -> Moments:
    """Return the moments of the known values of one group."""
    if not len(values):
        return Moments(0, None, None, None, None, None)
    lower, median, upper = (float(value) for value in np.quantile(values, [0.25, 0.5, 0.75]))
    sd = float(values.std(ddof=1)) if len(values) > 1 else None
    return Moments(len(values), float(values.mean()), sd, median, lower, upper)


def _missing(variable: Variable, frames: list[pl.DataFrame], patients: pl.DataFrame) -> tuple[Proportion, ...]:
    return tuple(proportion(frame[variable.column].null_count(), frame.height) for frame in (*frames, patients))


def _continuous(variable: Variable, frames: list[pl.DataFrame], patients: pl.DataFrame, test: MeanTest, shown_as: str) -> Row:
    # sorted, so that the order of the patients does not change the last digit of a mean
    samples = [frame[variable.column].drop_nulls().sort().cast(pl.Float64).to_numpy() for frame in (*frames, patients)]
    arms = samples[:-1]
    groups = np.repeat(np.arange(len(arms)), [len(sample) for sample in arms])
    difference = mean_difference(np.concatenate(arms), groups) if arms else None
    moments = tuple(moments_of(sample) for sample in samples)
    missing = _missing(variable, frames, patients)
    return Row(variable.name, variable.label, variable.kind, (), moments, shown_as, missing, difference, compare_means(arms, test))


def _categorical(variable: Variable, frames: list[pl.DataFrame], patients: pl.DataFrame, test: CountTest, _: str) -> Row:
    known = {value for value, _ in variable.levels}
    values = patients[variable.column].drop_nulls().unique().sort().to_list()
    levels = list(variable.levels)
    while len(levels) > 1 and type(levels[-1][0]) is int and levels[-1][0] not in values:
        levels.pop()  # of a score only as much of the scale as is used
    levels += [(value, str(value)) for value in values if value not in known]  # a value without a label is shown, never dropped
    lines = []
    for value, label in levels:
        counts = [int((frame[variable.column] == value).sum()) for frame in (*frames, patients)]
        totals = [frame[variable.column].drop_nulls().len() for frame in (*frames, patients)]
        lines.append(Level(str(value), label, tuple(proportion(n, total) for n, total in zip(counts, totals, strict=True))))
    table = [[group.count for group in line.groups[:-1]] for line in lines]
    known_rows = patients.filter(pl.col(variable.column).is_not_null() & pl.col("arm").is_not_null())
    texts = known_rows[variable.column].cast(pl.String).to_numpy().astype(str)
    difference = level_difference(texts, known_rows["arm"].to_numpy().astype(str))
    missing = _missing(variable, frames, patients)
    return Row(variable.name, variable.label, variable.kind, tuple(lines), (), "count", missing, difference, compare_counts(table, test))


def _flags(variable: Variable, frames: list[pl.DataFrame], patients: pl.DataFrame, test: CountTest, _: str) -> Row:
    """Return a variable of which a patient may have several values; the test and the difference are those of any against none."""

    def have(frame: pl.DataFrame, value: Any) -> int:
        return int(frame[variable.column].str.split(";").list.contains(value).sum())

    seen = patients[variable.column].drop_nulls().str.split(";").explode().unique().sort().to_list()
    known = {value for value, _ in variable.levels}
    levels = [*variable.levels, *((value, str(value)) for value in seen if value and value not in known)]
    lines = tuple(
        Level(str(value), label, tuple(proportion(have(frame, value), frame.height) for frame in (*frames, patients)))
        for value, label in levels
    )
    table = [
        [int((frame[variable.column] == "").sum()) for frame in frames],
        [int((frame[variable.column] != "").sum()) for frame in frames],
    ]
    recorded = patients.filter(pl.col(variable.column).is_not_null() & pl.col("arm").is_not_null())
    any_of_them = np.where(recorded[variable.column].to_numpy().astype(str) == "", "none", "any")
    difference = level_difference(any_of_them, recorded["arm"].to_numpy().astype(str))
    missing = _missing(variable, frames, patients)
    result = compare_counts(table, test)
    note = "; ".join(filter(None, ("any against none", result.note)))
    result = Test(result.name, result.p_value, result.statistic, result.df, note)
    return Row(variable.name, variable.label, variable.kind, lines, (), "count", missing, difference, result)
