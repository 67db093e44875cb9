"""Cox regression by Firth's penalised likelihood: finite hazard ratios where a group has no event or covariates separate the events.

Half the logarithm of the information's determinant is added to the log partial likelihood (with Efron's ties). Limits and p-values are
those of the profile of the penalised likelihood, which is not symmetric, as in R's coxphf. Citation: Firth, Biometrika 1993;80:27; Heinze
and Schemper, Biometrics 2001;57:114; Heinze and Dunkler, Stat Med 2008;27:6455.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.analysis.hazards import BEYOND_ANY_HAZARD
from pipelines.analysis.partial_likelihood import Observed, PartialLikelihood

MOST_STEPS = 50
NEARBY = 1e-5  # of a coefficient, with its covariate in standard deviations
LONGEST_STEP = 2.0  # of a coefficient, with its covariate in standard deviations
AT_THE_TOP = 1e-10  # how far, in standard errors, the last step may lead
HALF_OF_CHI_SQUARE = 1.9207294103470610  # the 95 % quantile of one degree of freedom, halved
FARTHEST = 60.0  # standard errors from the estimate within which a limit is looked for


@dataclass(frozen=True)
class PenalisedHazard:
    """The hazard ratio of one column with its profile limits, and the p-value of its penalised likelihood ratio.

    A limit so far away that its size would say nothing, or that cannot be found, is None.
    """

    hazard_ratio: float
    lower: float | None
    upper: float | None
    p_value: float


class PenalisedLikelihood:
    """Firth's likelihood of patients x covariates that do not determine each other; the covariates are taken in standard deviations."""

    def __init__(self, observed: Observed) -> None:
        self.scale = observed.covariates.std(axis=0)
        self._plain = PartialLikelihood(Observed(observed.times, observed.events, observed.covariates / self.scale))

    def value(self, coefficients: np.ndarray) -> float:
        """Return the penalised log likelihood; minus infinity where the information is lost."""
        at = self._plain.at(coefficients)
        sign, log_determinant = np.linalg.slogdet(at.information)
        return at.log_likelihood + log_determinant / 2 if sign > 0 else -np.inf

    def top(self, start: np.ndarray, free: np.ndarray) -> tuple[np.ndarray, float] | None:
        """Return the coefficients with the highest likelihood, only the `free` ones changed, and that likelihood; None if not found."""
        try:
            return self._climb(start, free)
        except np.linalg.LinAlgError:  # the information is lost on the way
            return None

    def _climb(self, start: np.ndarray, free: np.ndarray) -> tuple[np.ndarray, float] | None:
        coefficients, here = start, self.value(start)
        if not np.isfinite(here):
            return None
        if not free.any():
            return coefficients, here
        for _ in range(MOST_STEPS):
            score, information = self._score(coefficients)
            if score[free] @ np.linalg.solve(information[np.ix_(free, free)], score[free]) <= AT_THE_TOP**2:
                return coefficients, here
            own = self._uphill(coefficients, score, free)
            step = np.zeros(len(start))
            step[free] = own * min(1.0, LONGEST_STEP / np.abs(own).max())
            there = self.value(coefficients + step)
            while not there >= here and np.abs(step).max() > AT_THE_TOP:
                step = step / 2
                there = self.value(coefficients + step)
            if not there >= here:
                return coefficients, here  # it is no higher but for rounding
            coefficients, here = coefficients + step, there
        return None

    def _score(self, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the slope of the penalised likelihood, and the information."""
        at = self._plain.at(coefficients)
        slope = self._plain.information_slope(coefficients)
        return at.score + np.einsum("ij,jik->k", np.linalg.inv(at.information), slope) / 2, at.information

    def _uphill(self, coefficients: np.ndarray, score: np.ndarray, free: np.ndarray) -> np.ndarray:
        """Return Newton's step, the curvature by differences of the slope; that of the information where the curve is not yet a hill."""
        places = np.flatnonzero(free)
        ahead = [self._score(coefficients + NEARBY * (np.arange(len(free)) == place))[0][free] - score[free] for place in places]
        curvature = -np.array(ahead) / NEARBY
        curvature = (curvature + curvature.T) / 2
        if not np.isfinite(curvature).all() or np.linalg.eigvalsh(curvature)[0] <= 0:
            curvature = self._score(coefficients)[1][np.ix_(free, free)]
        return np.linalg.solve(curvature, score[free])

    def std_errs(self, coefficients: np.ndarray) -> np.ndarray:
        """Return the standard errors that the information gives, which say how far to look for limits."""
        return np.sqrt(np.diag(np.linalg.inv(self._plain.at(coefficients).information)))


def fit_firth(observed: Observed, places: Sequence[int]) -> dict[int, PenalisedHazard]:
    """Return the penalised hazard ratios of the columns at `places`; nothing if the likelihood has no top that can be found."""
    from scipy.stats import chi2

    size = observed.covariates.shape[1]
    likelihood = PenalisedLikelihood(observed)
    found = likelihood.top(np.zeros(size), np.ones(size, dtype=bool))
    if found is None:
        return {}
    coefficients, highest = found
    std_errs, hazards = likelihood.std_errs(coefficients), {}
    for place in places:
        profile = _profile(likelihood, coefficients, place)
        without = profile(0.0)
        if without is None:
            continue
        reach = BEYOND_ANY_HAZARD * likelihood.scale[place] / np.ptp(observed.covariates[:, place])
        if abs(coefficients[place]) > reach:  # so far beyond that its size says nothing
            continue
        limits = [_limit(profile, float(coefficients[place]), sign * float(std_errs[place]), highest) for sign in (-1, 1)]
        lower, upper = (None if limit is None or abs(limit) > reach else float(np.exp(limit / likelihood.scale[place])) for limit in limits)
        ratio = float(np.exp(coefficients[place] / likelihood.scale[place]))
        hazards[place] = PenalisedHazard(ratio, lower, upper, float(chi2.sf(max(2 * (highest - without), 0.0), 1)))
    return hazards


def _profile(likelihood: PenalisedLikelihood, coefficients: np.ndarray, place: int) -> Callable[[float], float | None]:
    """Return the highest likelihood as a function of one coefficient, the others chosen for it."""
    free = np.arange(len(coefficients)) != place
    nearest = coefficients

    def profile(value: float) -> float | None:
        nonlocal nearest
        start = nearest.copy()
        start[place] = value
        found = likelihood.top(start, free)
        if found is None:
            return None
        nearest = found[0]
        return found[1]

    return profile


def _limit(profile: Callable[[float], float | None], estimate: float, step: float, highest: float) -> float | None:
    """Return where the profile has fallen by half the quantile of chi-square, on the side to which `step` leads."""
    from scipy.optimize import brentq

    def left(value: float) -> float:
        found = profile(value)
        return np.nan if found is None else found - highest + HALF_OF_CHI_SQUARE

    near, far = estimate, estimate + 1.96 * step
    while left(far) > 0:
        near, far = far, far + 2 * (far - estimate)
        if abs(far - estimate) > FARTHEST * abs(step):
            return None
    try:
        return float(brentq(left, near, far, xtol=1e-12, rtol=1e-12))
    except ValueError:  # on the way the likelihood has no top that can be found
        return None
