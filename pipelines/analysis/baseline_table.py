"""Table 1: who the patients are at the index date, by arm, with how much is missing, how far the arms differ, and the test that says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from pipelines.analysis.arms import arms_of
from pipelines.analysis.group_tests import CountTest, MeanTest, Test, compare_counts, compare_means
from pipelines.analysis.proportions import Proportion, proportion
from pipelines.analysis.rank_tests import compare_ranks
from pipelines.analysis.standardised_differences import level_difference, mean_difference
from pipelines.analysis.variables import Variable, VariableLevel, variables_shown


@dataclass(frozen=True)
class Moments:
    """A number in one group: over the `count` patients that have a value. Quartiles as R's quantile (type 7)."""

    count: int
    mean: float | None
    sd: float | None
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None


@dataclass(frozen=True)
class Level:
    """One line of a factor: its share of the patients with a value, per group."""

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
    fixed: Mapping[str, Any] = field(default_factory=dict)  # a test of counts, of means or of ranks, as the variable needs


def fit_baseline_table(
    patients: pl.DataFrame, tests: ChosenTests | None = None, medians: Sequence[str] = (), variables: Sequence[Variable] = ()
) -> BaselineTable:
    """Return Table 1 of the analysis set.

    medians: variables that are printed as median [quartiles], not as mean ± SD, and compared by ranks. variables: those shown, in
    order; without any the usual ones.
    """
    tests = tests or ChosenTests()
    arms = arms_of(patients)
    frames = [patients.filter(pl.col("arm") == arm) for arm in arms]
    rows = []
    for variable in variables or variables_shown():
        variable = variable.in_use(patients)
        shown_as = "median" if variable.name in medians else "mean"
        usual = {"number": "wilcoxon" if shown_as == "median" else tests.of_means}.get(variable.kind, tests.of_counts)
        make = {"number": _number, "factor": _factor, "flags": _flags}[variable.kind]
        rows.append(make(variable, frames, patients, tests.fixed.get(variable.name, usual), shown_as))
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


def _number(variable: Variable, frames: list[pl.DataFrame], patients: pl.DataFrame, test: Any, shown_as: str) -> Row:
    # sorted, so that the order of the patients does not change the last digit of a mean
    samples = [frame[variable.column].drop_nulls().sort().cast(pl.Float64).to_numpy() for frame in (*frames, patients)]
    arms = samples[:-1]
    groups = np.repeat(np.arange(len(arms)), [len(sample) for sample in arms])
    difference = mean_difference(np.concatenate(arms), groups) if arms else None
    moments = tuple(moments_of(sample) for sample in samples)
    missing = _missing(variable, frames, patients)
    result = compare_ranks(arms) if test == "wilcoxon" else compare_means(arms, test)
    return Row(variable.name, variable.label, variable.kind, (), moments, shown_as, missing, difference, result)


def _factor(variable: Variable, frames: list[pl.DataFrame], patients: pl.DataFrame, test: CountTest, _: str) -> Row:
    levels = printed_levels(variable, patients)
    lines = []
    for level in levels:
        counts = [int(frame[variable.column].is_in(level.codes).sum()) for frame in (*frames, patients)]
        totals = [frame[variable.column].drop_nulls().len() for frame in (*frames, patients)]
        lines.append(Level(level.name, level.label, tuple(proportion(n, total) for n, total in zip(counts, totals, strict=True))))
    table = [[group.count for group in line.groups[:-1]] for line in lines]
    known_rows = patients.filter(pl.col(variable.column).is_not_null() & pl.col("arm").is_not_null())
    of_code = {code: level.name for level in levels for code in level.codes}
    names = np.array([of_code[code] for code in known_rows[variable.column]], dtype=str)
    difference = level_difference(names, known_rows["arm"].to_numpy().astype(str))
    missing = _missing(variable, frames, patients)
    return Row(variable.name, variable.label, variable.kind, tuple(lines), (), "count", missing, difference, compare_counts(table, test))


def printed_levels(variable: Variable, patients: pl.DataFrame) -> tuple[VariableLevel, ...]:
    """Return the levels of a factor or of flags that a table prints: those of the variable, and every value that has none of them."""
    values = patients[variable.column].drop_nulls()
    if variable.kind == "flags":
        values = values.str.split(";").explode()
    seen = [value for value in values.unique().sort() if value != ""]
    levels = [level for level in variable.levels if not level.is_seldom or set(level.codes) & set(seen)]
    while len(levels) > 1 and type(levels[-1].codes[0]) is int and levels[-1].codes[0] not in seen:
        levels.pop()  # of a score only as much of the scale as is used
    known = {code for level in variable.levels for code in level.codes}
    return (*levels, *(VariableLevel(str(value), str(value), (value,)) for value in seen if value not in known))  # never dropped


def _flags(variable: Variable, frames: list[pl.DataFrame], patients: pl.DataFrame, test: CountTest, _: str) -> Row:
    """Return a variable of which a patient may have several values; the test and the difference are those of any against none."""

    def have(frame: pl.DataFrame, level: VariableLevel) -> int:
        return int(frame[variable.column].str.split(";").list.eval(pl.element().is_in(level.codes)).list.any().sum())

    lines = tuple(
        Level(level.name, level.label, tuple(proportion(have(frame, level), frame.height) for frame in (*frames, patients)))
        for level in printed_levels(variable, patients)
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
