"""The estimates of a Cox model with Efron's ties: lifelines, iterated to the last digit and checked to be at the top of the likelihood."""

import warnings
from dataclasses import dataclass

import numpy as np

from pipelines.analysis.partial_likelihood import event_times
from pipelines.analysis.robust_errors import robust_std_errs, score_residuals

# lifelines stops early by default: some coefficients then agree with R in fewer than six digits. The second way is slower and surer.
TO_THE_LAST_DIGIT = (
    {"precision": 1e-20, "r_precision": 1e-16, "step_size": 1.0, "max_steps": 100},
    {"precision": 1e-20, "r_precision": 1e-16, "step_size": 0.5, "max_steps": 500},
)
AT_THE_TOP = 1e-6  # how far, in standard errors, one more step may lead
BEYOND_ANY_HAZARD = 15.0  # a covariate that moves the log hazard by so much over its range has separated the events
SEPARATED = "The covariates separate those who have the event first from the others: a hazard ratio would be 0 or infinite."
NOT_CONVERGED = "The model did not converge: as a rule, because the covariates separate those who have the event first from the others."
COLLINEAR = "The covariates determine each other: the model did not converge."


@dataclass(frozen=True)
class Hazards:
    """What was estimated, in the order of the columns."""

    coefficients: np.ndarray
    std_errs: np.ndarray
    log_likelihood: float
    null_log_likelihood: float


def fit_hazards(
    times: np.ndarray, events: np.ndarray, values: np.ndarray, weights: np.ndarray | None = None, clusters: np.ndarray | None = None
) -> Hazards | str:
    """Fit patients x covariates; with weights or clusters the standard errors are robust. Returns a sentence where there is no estimate."""
    fitters = (_fitted(times, events, values, weights, options) for options in TO_THE_LAST_DIGIT)
    fitter = next((fitter for fitter in fitters if fitter is not None), None)
    if fitter is None:
        centred = values - values.mean(axis=0)
        return NOT_CONVERGED if np.linalg.matrix_rank(centred) == values.shape[1] else COLLINEAR
    coefficients, std_errs = fitter.params_.to_numpy(), fitter.standard_errors_.to_numpy()
    if (np.abs(coefficients) * np.ptp(values, axis=0) > BEYOND_ANY_HAZARD).any():
        return SEPARATED
    if weights is not None or clusters is not None:
        std_errs = robust_std_errs(times, events, values, coefficients, fitter.variance_matrix_.to_numpy(), weights, clusters)
    null = float(fitter.log_likelihood_ - fitter.log_likelihood_ratio_test().test_statistic / 2)
    return Hazards(coefficients, std_errs, float(fitter.log_likelihood_), null)


def _fitted(times: np.ndarray, events: np.ndarray, values: np.ndarray, weights: np.ndarray | None, options: dict):
    """Return the fitter of lifelines, or None if it did not come to the top."""
    import pandas as pd
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError

    columns = [f"x{place}" for place in range(values.shape[1])]
    frame = pd.DataFrame(values, columns=columns).assign(time=times, event=events.astype(int))
    if weights is not None:
        frame["weight"] = weights
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they would say is found out below, of the estimates themselves
        try:
            fitter = CoxPHFitter().fit(frame, "time", "event", weights_col=None if weights is None else "weight", fit_options=options)
        except (ConvergenceError, np.linalg.LinAlgError, ValueError):
            return None
    coefficients, std_errs = fitter.params_.to_numpy(), fitter.standard_errors_.to_numpy()
    if not (np.isfinite(coefficients).all() and np.isfinite(std_errs).all()):
        return None
    is_infinite = (np.abs(coefficients) * np.ptp(values, axis=0) > BEYOND_ANY_HAZARD).any()
    if weights is None:
        score = sum(point.score for point in event_times(times, events, values, coefficients))
    else:
        score = weights @ score_residuals(times, events, values, coefficients, weights)
    step = fitter.variance_matrix_.to_numpy() @ score
    return fitter if is_infinite or (np.abs(step) <= AT_THE_TOP * std_errs).all() else None
