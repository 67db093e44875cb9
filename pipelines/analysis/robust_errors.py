"""Robust standard errors of a Cox fit with Efron's ties, for weights and for pairs: R's coxph(robust = TRUE, cluster = …).

Each patient's part in the score is squared and summed, within a cluster together; lifelines treats ties another way there and differs from
R in the third digit. Citation: Lin and Wei, J Am Stat Assoc 1989;84:1074; Binder, Biometrika 1992;79:139 (weights).
"""

import numpy as np

from pipelines.analysis.partial_likelihood import Observed


def robust_std_errs(
    observed: Observed,
    coefficients: np.ndarray,
    variance: np.ndarray,
    weights: np.ndarray | None = None,
    clusters: np.ndarray | None = None,
) -> np.ndarray:
    """Return the standard errors; `variance` is the inverse of the information of the (weighted) fit."""
    weights = np.ones(len(observed.times)) if weights is None else weights
    influence = (weights[:, None] * score_residuals(observed, coefficients, weights)) @ variance
    if clusters is not None:
        _, of_cluster = np.unique(clusters, return_inverse=True)
        influence = np.array([np.bincount(of_cluster, weights=column) for column in influence.T]).T
    return np.sqrt(np.diag(influence.T @ influence))


def score_residuals(observed: Observed, coefficients: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return each patient's part in the score, patients x covariates (R: residuals(fit, type = "score"))."""
    times, events, values = observed.times, observed.events, observed.covariates
    centred = values - values.mean(axis=0)
    hazard = np.exp(centred @ coefficients)
    residuals = np.zeros_like(centred)
    for time in np.unique(times[events]):
        at_risk = times >= time
        died = events & (times == time)
        count = died.sum()
        risk = weights * hazard
        for place in range(count):
            share = place / count
            present = at_risk - share * died  # Efron: of those who died together a growing part is gone
            total = (present * risk).sum()
            mean = (present * risk) @ centred / total
            step = weights[died].mean() / total
            residuals -= (present * hazard * step)[:, None] * (centred - mean)
            residuals[died] += (centred[died] - mean) / count
    return residuals
