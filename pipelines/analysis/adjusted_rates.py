"""Survival of two arms with their confounders made alike: weighted curves, and rates at months by weights and doubly robust.

Limits come from drawing patients within each arm, with a score and a model of their own in each draw. A sensitivity analysis: it takes
for granted that nothing else differs between the arms that matters, that everybody could have been in either, and that censoring tells
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.kaplan_meier import Curve, Estimate
from pipelines.analysis.propensity import Propensity
from pipelines.analysis.weighted_curves import WeightedCurve, doubly_robust, fit_score, fit_weighted_curve, pseudo_values

DRAWS, SEED = 1000, 20_240_102
LIMITS = (2.5, 97.5)
WEIGHTED, DOUBLY_ROBUST = "stabilised weights", "doubly robust"
ENOUGH = 0.9  # of the draws must give a number, else the limits would be those of the tame ones


@dataclass(frozen=True)
class AdjustedRate:
    """Survival at a month by one method, as shares: of the reference, of the arm compared, and how much more it is in that."""

    month: float
    method: str
    reference: Estimate
    arm: Estimate
    difference: Estimate


@dataclass(frozen=True)
class AdjustedRates:
    """One endpoint. `curves` are the weighted ones, with limits by draws; `failed` draws had arms that were separated."""

    endpoint: str
    arms: tuple[str, ...]  # the reference first
    patients: int
    curves: tuple[Curve, ...]
    rates: tuple[AdjustedRate, ...]
    draws: int
    failed: int


@dataclass(frozen=True)
class Columns:
    """The patients of two arms, one row each, in an order that does not depend on their names."""

    is_treated: np.ndarray
    confounders: np.ndarray
    times: np.ndarray
    events: np.ndarray

    def drawn(self, rows: np.ndarray) -> "Columns":
        """Return the patients of some rows, each as often as it is named."""
        return Columns(self.is_treated[rows], self.confounders[rows], self.times[rows], self.events[rows])


def fit_adjusted_rates(propensity: Propensity, endpoint: str, months: Sequence[float], draws: int = DRAWS) -> AdjustedRates | None:
    """Return the rates of one endpoint; None without a score, or where an arm has nobody with a time."""
    names = [term.name for term in propensity.terms if term.name]
    columns = _columns(propensity.patients, endpoint, names) if names else None
    if columns is None or len(np.unique(columns.is_treated)) < 2:
        return None
    score, at = fit_score(columns.confounders, columns.is_treated), np.array(months, dtype=float)
    if score is None:
        return None
    curves = _curves(columns, score)
    points = [curve.times for curve in curves]
    found = _rates(columns, score, at)
    drawn, heights = [], []
    for rows in _draws(columns.is_treated, draws):
        again = columns.drawn(rows)
        if (own := fit_score(again.confounders, again.is_treated)) is not None:
            drawn.append(_rates(again, own, at))
            heights.append([curve.at(times) for curve, times in zip(_curves(again, own), points, strict=True)])
    limits = _limits(np.array(drawn).reshape(-1, *found.shape), draws)
    bands = [_limits(np.array([one[arm] for one in heights]).reshape(-1, len(curve.times)), draws) for arm, curve in enumerate(curves)]
    rates = tuple(
        AdjustedRate(float(month), method, *(_estimate(found[kind, row, place], limits[:, kind, row, place]) for row in range(3)))
        for kind, method in enumerate((WEIGHTED, DOUBLY_ROBUST))
        for place, month in enumerate(months)
    )
    shown = tuple(_shown(curve, columns, arm, *bands[arm]) for arm, curve in enumerate(curves))
    return AdjustedRates(endpoint, propensity.arms, len(columns.times), shown, rates, draws, draws - len(drawn))


def _columns(patients: pl.DataFrame, endpoint: str, names: Sequence[str]) -> Columns:
    months, event = f"{endpoint}_months", f"{endpoint}_event"
    known = patients.drop_nulls([months, event]).sort("is_treated", months, event, *names)
    return Columns(
        known["is_treated"].to_numpy().astype(bool),
        known.select(names).to_numpy().astype(float),
        known[months].to_numpy().astype(float),
        known[event].to_numpy().astype(bool),
    )


def _draws(is_treated: np.ndarray, draws: int) -> np.ndarray:
    """Return draws x patients: rows drawn with replacement within each arm, the same ones for the same patients."""
    generator = np.random.default_rng(SEED)
    arms = [np.flatnonzero(is_treated == arm) for arm in (False, True)]
    return np.concatenate([arm[generator.integers(0, len(arm), (draws, len(arm)))] for arm in arms], axis=1)


def _curves(columns: Columns, score: np.ndarray) -> list[WeightedCurve]:
    share = columns.is_treated.mean()
    weights = np.where(columns.is_treated, share / score, (1 - share) / (1 - score))
    return [fit_weighted_curve(columns.times, columns.events, weights * (columns.is_treated == arm)) for arm in (False, True)]


def _rates(columns: Columns, score: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Return methods x (reference, arm, difference) x months."""
    weighted = np.array([curve.at(months) for curve in _curves(columns, score)])
    pseudo = pseudo_values(columns.times, columns.events, months)
    robust = doubly_robust(pseudo, columns.confounders, columns.is_treated, score)
    return np.array([[*both, both[1] - both[0]] for both in (weighted, np.where(np.isnan(weighted), np.nan, robust))])


def _limits(drawn: np.ndarray, draws: int) -> np.ndarray:
    """Return the lower and upper limit of every number; NaN where too few draws have it."""
    limits = np.full((2, *drawn.shape[1:]), np.nan)
    known = ~np.isnan(drawn)
    for place in zip(*np.nonzero(known.sum(axis=0) >= max(ENOUGH * draws, 1)), strict=True):
        column = (slice(None), *place)
        limits[column] = np.percentile(drawn[column][known[column]], LIMITS)
    return limits


def _estimate(value: float, limits: np.ndarray) -> Estimate:
    return Estimate(*(None if np.isnan(one) else float(one) for one in (value, *limits))) if not np.isnan(value) else Estimate(*[None] * 3)


def _shown(curve: WeightedCurve, columns: Columns, arm: int, lower: np.ndarray, upper: np.ndarray) -> Curve:
    """Return a weighted curve as one that is drawn, its weights at risk as whole patients."""
    inside = columns.is_treated == bool(arm)
    censored = [int((inside & ~columns.events & (columns.times == time)).sum()) for time in curve.times]
    died = [int((inside & columns.events & (columns.times == time)).sum()) for time in curve.times]
    return Curve(
        patients=int(inside.sum()),
        event_count=int(columns.events[inside].sum()),
        times=tuple(curve.times.tolist()),
        at_risk=tuple(round(weight) for weight in curve.at_risk.tolist()),
        events=tuple(died),
        censored=tuple(censored),
        survival=tuple(curve.survival.tolist()),
        std_err=(None,) * len(curve.times),
        lower=tuple(None if np.isnan(one) else float(one) for one in lower),
        upper=tuple(None if np.isnan(one) else float(one) for one in upper),
        confidence_type="bootstrap",
    )
