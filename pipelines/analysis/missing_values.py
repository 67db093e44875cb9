"""Which covariates of the models are missing together, and the multivariate Cox models with missing ones imputed, beside complete cases.

The sets are as many as per cent of the patients lack something, twenty at least (White, Royston and Wood, Stat Med 2011;30:377). A
sensitivity analysis.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.arms import arms_of
from pipelines.analysis.covariates import Covariate, with_covariates
from pipelines.analysis.cox import CoxFit, Term, fit_cox
from pipelines.analysis.cox_table import CoxTable
from pipelines.analysis.imputation import Incomplete, draw_complete
from pipelines.analysis.rubins_rules import Pooled, pool

FEWEST, SEED = 20, 20_240_103


@dataclass(frozen=True)
class Pattern:
    """The covariates that are missing together, by name, and of how many patients of each arm."""

    missing: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class MissingPatterns:
    """All patterns, the complete one first and then by size; `covariates` are those that somebody lacks, as name and label."""

    arms: tuple[str, ...]
    sizes: tuple[int, ...]
    covariates: tuple[tuple[str, str], ...]
    patterns: tuple[Pattern, ...]

    def lacking(self, name: str) -> tuple[int, ...]:
        """Return how many patients of each arm lack a covariate."""
        return tuple(map(sum, zip(*(one.counts for one in self.patterns if name in one.missing), strict=True)))


@dataclass(frozen=True)
class ImputedTerm:
    """One column of a model: by complete cases, and pooled over the sets; None where a set has no estimate."""

    complete: Term
    pooled: Pooled | None


@dataclass(frozen=True)
class ImputedModel:
    """One endpoint: on how many patients and events, how many of them complete, and with how many sets."""

    endpoint: str
    patients: int
    events: int
    complete: int
    sets: int
    terms: tuple[ImputedTerm, ...]


def count_patterns(patients: pl.DataFrame, covariates: Sequence[Covariate]) -> MissingPatterns:
    """Return the patterns of the covariates that have columns; the arm is never missing."""
    named = [one for one in covariates if one.columns]
    frame, arms = with_covariates(patients, named), arms_of(patients)
    lacking = {one.name: frame.select(pl.any_horizontal(pl.col(one.columns).is_null())).to_series().to_list() for one in named}
    incomplete = tuple((one.name, one.label) for one in named if any(lacking[one.name]))
    of_arm = frame["arm"].cast(pl.String).to_list()
    found = Counter((tuple(name for name, _ in incomplete if lacking[name][row]), arm) for row, arm in enumerate(of_arm))
    patterns = [Pattern(missing, tuple(found[missing, arm] for arm in arms)) for missing in {missing for missing, _ in found}]
    ordered = sorted(patterns, key=lambda one: (bool(one.missing), -sum(one.counts), one.missing))
    return MissingPatterns(arms, tuple(of_arm.count(arm) for arm in arms), incomplete, tuple(ordered))


def impute_model(patients: pl.DataFrame, table: CoxTable, covariates: Sequence[Covariate], sets: int | None = None) -> ImputedModel | None:
    """Return the multivariate model of one endpoint with missing covariates imputed; None where none of it is missing."""
    entered = {term.name for term in table.multivariate.terms}
    inside = [one for one in covariates if one.columns and entered.issuperset(one.columns)]
    names = [name for one in inside for name in one.columns]
    days, event = f"{table.endpoint}_days", f"{table.endpoint}_event"
    frame = with_covariates(patients, inside).drop_nulls([days, event])
    frame = frame.with_columns(pl.col(names).cast(pl.Float64)).sort(days, event, *names, nulls_last=True) if names else frame
    complete = frame.drop_nulls(names).height
    if not names or complete == frame.height or not frame[event].any() or not complete:
        return None
    count = sets or max(FEWEST, round(100 * (1 - complete / frame.height)))
    fits = list(_fits(frame, table.endpoint, inside, count))
    df = max(fits[0].events - len(names), 1)
    terms = tuple(ImputedTerm(term, _pooled([fit.term(term.name) for fit in fits], df)) for term in table.multivariate.terms)
    return ImputedModel(table.endpoint, frame.height, int(frame[event].sum()), complete, count, terms)


def _fits(frame: pl.DataFrame, endpoint: str, covariates: Sequence[Covariate], count: int) -> Iterator[CoxFit]:
    """Yield the fit of each completed set."""
    names = [name for one in covariates for name in one.columns]
    groups = tuple(tuple(names.index(name) for name in one.columns) for one in covariates)
    times, events = frame[f"{endpoint}_days"].to_numpy().astype(float), frame[f"{endpoint}_event"].to_numpy().astype(float)
    beside = np.column_stack([events, cumulative_hazard(times, events)])
    scale = frame.select(pl.col(names).std()).to_numpy()[0].astype(float)
    scale = np.where(np.isfinite(scale) & (scale > 0), scale, 1.0)  # so that one ridge suits all
    values = frame.select(names).to_numpy().astype(float)
    for filled in draw_complete(Incomplete(values / scale, groups, beside), count, SEED):
        yield fit_cox(_with(frame, names, np.where(np.isnan(values), filled * scale, values)), endpoint, covariates, None)


def _with(frame: pl.DataFrame, names: Sequence[str], values: np.ndarray) -> pl.DataFrame:
    return frame.with_columns(pl.Series(name, column) for name, column in zip(names, values.T, strict=True))


def _pooled(terms: Sequence[Term], df: float) -> Pooled | None:
    coefficients, std_errs = [one.coefficient for one in terms], [one.std_err for one in terms]
    known = [one for one in coefficients if one is not None], [one for one in std_errs if one is not None]
    return pool(*known, df) if len(known[0]) == len(known[1]) == len(terms) else None


def cumulative_hazard(times: np.ndarray, events: np.ndarray) -> np.ndarray:
    """Return the estimate of Nelson and Aalen at each patient's own time."""
    points, place = np.unique(times, return_inverse=True)
    died, left = np.bincount(place, events, len(points)), np.bincount(place, minlength=len(points))
    at_risk = np.cumsum(left[::-1])[::-1]
    return np.cumsum(died / at_risk)[place]
