"""The residuals of a Cox model with Efron's ties, as R's residuals(coxph, type = …) gives them.

Citation: Schoenfeld, Biometrika 1982;69:239; Grambsch and Therneau, Biometrika 1994;81:515 (scaled); Therneau, Grambsch and Fleming,
Biometrika 1990;77:147 (martingale); Therneau and Grambsch, Modeling Survival Data (2000), 4.2, 6.2 and 7.1.
"""

import numpy as np

from pipelines.analysis.partial_likelihood import Observed
from pipelines.analysis.robust_errors import score_residuals

SHARE, ROUNDS = 2 / 3, 3  # of the patients that a point of the smooth line is made of, as R's lowess


def martingale_residuals(observed: Observed, coefficients: np.ndarray) -> np.ndarray:
    """Return of each patient the events less those that the model expects up to the patient's time."""
    times, events = observed.times, observed.events
    risk = np.exp((observed.covariates - observed.covariates.mean(axis=0)) @ coefficients)
    expected = np.zeros(len(times))
    for time in np.unique(times[events]):
        died = events & (times == time)
        gone = np.arange(died.sum()) / died.sum()  # Efron: of those who died together a growing share is gone
        steps = 1 / (risk[times >= time].sum() - gone * risk[died].sum())
        expected[times >= time] += steps.sum()
        expected[died] -= (gone * steps).sum()
    return events - risk * expected


def schoenfeld_residuals(observed: Observed, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the times of the events in their order, and of each the covariates of who had it less those expected of the patients at
    risk, events x covariates."""
    times, events = observed.times, observed.events
    values = observed.covariates - observed.covariates.mean(axis=0)
    risk = np.exp(values @ coefficients)
    order = np.flatnonzero(events)[np.argsort(times[events], kind="stable")]
    found = values[order].copy()
    for time in np.unique(times[events]):
        at_risk, died = times >= time, events & (times == time)
        whole, part = risk[at_risk] @ values[at_risk], risk[died] @ values[died]
        gone = np.arange(died.sum()) / died.sum()
        totals = risk[at_risk].sum() - gone * risk[died].sum()
        means = (whole - gone[:, None] * part) / totals[:, None]
        found[times[order] == time] -= means.mean(axis=0)
    return times[order], found


def scaled_schoenfeld(residuals: np.ndarray, coefficients: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Return how the coefficient was at each event, as far as one event can tell: their mean over time is the coefficient."""
    return coefficients + len(residuals) * residuals @ variance


def influences(observed: Observed, coefficients: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Return by how many standard errors each patient moves each coefficient, patients x covariates (R: type "dfbetas")."""
    moved = score_residuals(observed, coefficients, np.ones(len(observed.times))) @ variance
    return moved / np.sqrt(np.diag(variance))


def smoothed(places: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a smooth line through points, its places in order (R: lowess with f = 2/3, iter = 3, delta = 0)."""
    from statsmodels.nonparametric.smoothers_lowess import lowess

    with np.errstate(all="ignore"):
        line = np.asarray(lowess(values, places, frac=SHARE, it=ROUNDS, delta=0.0))
    return line[:, 0], line[:, 1]
