"""The estimates of a Cox model with Efron's ties: Newton and Raphson's steps from 0 to the top of the likelihood, as R's coxph takes them.

lifelines stops early by default (some coefficients then agree with R in fewer than six digits), treats ties in robust errors in another
way, and gives numbers for covariates of which nothing is known. Citation: Therneau and Grambsch, Modeling Survival Data (2000), 3.1 to 3.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pipelines.analysis.partial_likelihood import EventTimes, Observed, PartialLikelihood
from pipelines.analysis.robust_errors import robust_std_errs
from pipelines.analysis.separation import are_events_separated

MOST_STEPS = 50
AT_THE_TOP = 1e-8  # how far, in standard errors, the last step may lead; what is left after it is the square of that
BEYOND_ANY_HAZARD = (
    15.0  # where covariates move the log hazard by so much between two patients, it is looked whether they separate the events
)
ROUNDING = 1e-12  # of a log likelihood, relatively
NOTHING = 1e-10  # the information of a covariate, relative to that which its spread could give; of a combination, to that of its parts
SEPARATED = "The covariates separate those who have the event first from the others: a hazard ratio would be 0 or infinite."
NOT_CONVERGED = "The model did not converge: as a rule, because the covariates separate those who have the event first from the others."
COLLINEAR = "The covariates determine each other: nothing can be told of one beside the others."
UNKNOWN = "Whenever somebody has the event, all patients at risk are alike: the events tell nothing of a covariate."


class Likelihood(Protocol):
    """A log likelihood with its derivatives, at any coefficients."""

    def at(self, coefficients: np.ndarray) -> EventTimes:
        """Return it there."""
        ...


@dataclass(frozen=True)
class Hazards:
    """What was estimated, in the order of the columns."""

    coefficients: np.ndarray
    std_errs: np.ndarray
    variance: np.ndarray  # of the coefficients, as the likelihood has it; not the robust one
    log_likelihood: float
    null_log_likelihood: float


def fit_hazards(
    times: np.ndarray, events: np.ndarray, values: np.ndarray, weights: np.ndarray | None = None, clusters: np.ndarray | None = None
) -> Hazards | str:
    """Fit patients x covariates; with weights or clusters the standard errors are robust. Returns a sentence where there is no estimate."""
    observed = Observed(times, events, values)
    likelihood = PartialLikelihood(observed, weights)
    start = likelihood.at(np.zeros(values.shape[1]))
    if reason := why_nothing_is_known(start.information, values, len(times[events]) if weights is None else weights[events].sum()):
        return reason
    found = climb(likelihood, start, [observed])
    if isinstance(found, str):
        return found
    coefficients, top = found
    variance = np.linalg.inv(top.information)
    std_errs = np.sqrt(np.diag(variance))
    if weights is not None or clusters is not None:
        std_errs = robust_std_errs(observed, coefficients, variance, weights, clusters)
    return Hazards(coefficients, std_errs, variance, top.log_likelihood, start.log_likelihood)


def hazard_ratios(*coefficients: float) -> tuple[float | None, ...]:
    """Return the hazard ratio of each coefficient; of none where one is beyond any number, as an estimate tells nothing without limits."""
    with np.errstate(over="ignore"):
        ratios = [float(np.exp(one)) for one in coefficients]
    return tuple(ratios if np.isfinite(ratios).all() else [None] * len(ratios))


def why_nothing_is_known(information: np.ndarray, values: np.ndarray, events: float) -> str:
    """Return why there is no estimate, by the information before the first step, or nothing."""
    own = np.diag(information)
    if (own <= NOTHING * events * values.var(axis=0)).any():
        return UNKNOWN
    scale = np.sqrt(own)
    return COLLINEAR if np.linalg.eigvalsh(information / np.outer(scale, scale))[0] <= NOTHING else ""


def climb(likelihood: Likelihood, start: EventTimes, strata: Sequence[Observed]) -> tuple[np.ndarray, EventTimes] | str:
    """Return the coefficients at the top and the likelihood there, or a sentence that says why there is no top."""
    values = np.concatenate([stratum.covariates for stratum in strata])
    coefficients, here, is_looked_at = np.zeros(values.shape[1]), start, False
    for _ in range(MOST_STEPS):
        try:
            step = np.linalg.solve(here.information, here.score)
        except np.linalg.LinAlgError:
            return NOT_CONVERGED
        is_last = here.score @ step <= AT_THE_TOP**2
        least = here.log_likelihood - ROUNDING * abs(here.log_likelihood)
        there = likelihood.at(coefficients + step)
        while not is_last and not there.log_likelihood >= least:  # also where it is no number
            step = step / 2
            if (np.abs(step) <= 1e-12 * (1 + np.abs(coefficients))).all():
                return NOT_CONVERGED
            there = likelihood.at(coefficients + step)
        coefficients, here = coefficients + step, there
        if not is_looked_at and np.ptp(values @ coefficients) > BEYOND_ANY_HAZARD:
            is_looked_at = True
            if are_events_separated(strata):
                return SEPARATED
        if is_last:
            return coefficients, here
    return NOT_CONVERGED
