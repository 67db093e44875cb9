"""Survival curves of weighted patients, and the doubly robust rate at a month: pure arithmetic on arrays, drawn patients included.

Weighted: at risk and events are sums of weights (R: survfit with weights). Doubly robust: each patient's pseudo-value of survival at the
month (leave-one-out of the curve of all) stands for the outcome; the mean of a linear model's predictions in an arm, corrected by its
weighted residuals, is right if the score or the model is. Citation: Cole and Hernán, Comput Methods Programs Biomed 2004;75:45;
Andersen and Perme, Stat Methods Med Res 2010;19:71; Wang, Pharm Stat 2018;17:38.
"""

from dataclasses import dataclass

import numpy as np

MOST_STEPS = 30
SMALLEST_STEP = 1e-12
NEVER = 1e-6  # a score this near to 0 or 1 has separated the arms


@dataclass(frozen=True)
class WeightedCurve:
    """One curve, one place per different time with weight: the weight at risk, and survival from then on."""

    times: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    censored: np.ndarray
    survival: np.ndarray

    def at(self, times: np.ndarray) -> np.ndarray:
        """Return survival at times; NaN where nobody is at risk any more."""
        place = np.searchsorted(self.times, times, side="right")
        known = np.concatenate([[1.0], self.survival])[place]
        return np.where(times > (self.times[-1] if len(self.times) else -1.0), np.nan, known)


def fit_weighted_curve(times: np.ndarray, events: np.ndarray, weights: np.ndarray) -> WeightedCurve:
    """Return the curve of patients with weights; who has none is not there."""
    inside = weights > 0
    points, place = np.unique(times[inside], return_inverse=True)
    died = np.bincount(place, weights[inside] * events[inside], len(points))
    left = np.bincount(place, weights[inside], len(points))
    at_risk = np.cumsum(left[::-1])[::-1]
    return WeightedCurve(points, at_risk, died, left - died, np.cumprod(1 - died / at_risk))


def pseudo_values(times: np.ndarray, events: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Return patients x months: n times the survival of all less n - 1 times that without the patient; NaN beyond the last time."""
    size = len(times)
    points, place = np.unique(times, return_inverse=True)
    died, left = (np.bincount(place, one, len(points)) for one in (events.astype(float), np.ones(size)))
    at_risk = np.cumsum(left[::-1])[::-1]
    own = np.equal.outer(place, np.arange(len(points))) & events[:, None]
    present = at_risk - (times[:, None] >= points)
    steps = np.where(present > 0, 1 - (died - own) / np.maximum(present, 1), 1.0)
    kept = np.concatenate([np.ones((size, 1)), np.cumprod(steps, axis=1)], axis=1)
    whole = np.concatenate([[1.0], np.cumprod(1 - died / at_risk)])
    column = np.searchsorted(points, months, side="right")
    found = size * whole[column] - (size - 1) * kept[:, column]
    return np.where(months > times.max(), np.nan, found)


def fit_score(values: np.ndarray, is_treated: np.ndarray) -> np.ndarray | None:
    """Return each patient's probability of the arm by logistic regression (Newton and Raphson); None where the arms are separated.

    Columns that others determine change no probability: each step is the shortest that solves its equations.
    """
    spread = values.std(axis=0)
    columns = np.column_stack([np.ones(len(values)), (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1)])
    coefficients, score = np.zeros(columns.shape[1]), np.full(len(values), 0.5)
    for _ in range(MOST_STEPS):
        weight = score * (1 - score)
        step = np.linalg.lstsq(columns.T @ (weight[:, None] * columns), columns.T @ (is_treated - score), rcond=1e-10)[0]
        coefficients = coefficients + step
        score = 1 / (1 + np.exp(-np.clip(columns @ coefficients, -30, 30)))
        if score.min() < NEVER or score.max() > 1 - NEVER:
            return None
        if np.abs(step).max() < SMALLEST_STEP:
            break
    return score


def doubly_robust(pseudo: np.ndarray, values: np.ndarray, is_treated: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Return arms (the reference first) x months: the rate if everybody had been in the arm."""
    columns = np.column_stack([np.ones(len(values)), values - values.mean(axis=0)])
    found = []
    for inside, chance in ((~is_treated, 1 - score), (is_treated, score)):
        model = np.linalg.lstsq(columns[inside], pseudo[inside], rcond=1e-10)[0]
        predicted = columns @ model
        found.append((predicted + np.where(inside[:, None], (pseudo - predicted) / chance[:, None], 0.0)).mean(axis=0))
    return np.array(found)
