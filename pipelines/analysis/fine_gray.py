"""The subdistribution hazard of Fine and Gray: how covariates go with the cumulative incidence itself, where another event competes.

Those who had the other event stay at risk, with a weight that falls as censoring would have taken them; standard errors allow for the
weights being estimated. As R's cmprsk::crr (ties as Breslow). Citation: Fine and Gray, J Am Stat Assoc 1999;94:496.
"""

from dataclasses import dataclass

import numpy as np

from pipelines.analysis.cumulative_incidence import CENSORED, COMPETING, OF_INTEREST
from pipelines.analysis.hazards import BEYOND_ANY_HAZARD, MOST_STEPS, NOT_CONVERGED, SEPARATED
from pipelines.analysis.partial_likelihood import Observed
from pipelines.analysis.separation import are_events_separated

AT_THE_TOP = 1e-10
NOTHING = "The events tell nothing of a covariate, or nobody had the event."


@dataclass(frozen=True)
class Subdistribution:
    """Coefficients and their robust standard errors, in the order of the columns."""

    coefficients: np.ndarray
    std_errs: np.ndarray


class _Weighted:
    """Patients in the order of their times, and how much each is at risk at each time with the event of interest."""

    def __init__(self, times: np.ndarray, causes: np.ndarray, values: np.ndarray) -> None:
        order = np.argsort(times, kind="stable")
        self.times, self.causes = times[order], causes[order]
        self.values = (values - values.mean(axis=0))[order]
        self.points, self.count = np.unique(self.times[self.causes == OF_INTEREST], return_counts=True)
        self.censoring = _Censoring(self.times, self.causes)
        at = self.censoring.just_before(self.points)
        own = self.censoring.just_before(self.times)
        stays = (self.causes == COMPETING)[:, None] & (self.times[:, None] < self.points)
        at_risk = self.times[:, None] >= self.points
        self.weights = at_risk + stays * (at / own[:, None])  # patients x times

    def score_and_information(self, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the derivatives of the weighted partial likelihood."""
        total, mean = self.means(coefficients)
        risk = self.weights * np.exp(self.values @ coefficients)[:, None]
        square = np.einsum("it,ij,ik->tjk", risk, self.values, self.values) / total[:, None, None]
        spread = square - mean[:, :, None] * mean[:, None, :]
        observed = self.values[self.causes == OF_INTEREST].sum(axis=0)
        return observed - self.count @ mean, np.einsum("t,tjk->jk", self.count, spread)

    def means(self, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return, at each time, the sum of the risks and the mean of the covariates."""
        risk = self.weights * np.exp(self.values @ coefficients)[:, None]
        total = risk.sum(axis=0)
        return total, risk.T @ self.values / total[:, None]

    def parts(self, coefficients: np.ndarray) -> np.ndarray:
        """Return each patient's part in the score, patients x covariates, that of the estimated censoring included."""
        total, mean = self.means(coefficients)
        step = self.weights * np.exp(self.values @ coefficients)[:, None] * (self.count / total)  # of the cumulative hazard
        own = -(self.values * step.sum(axis=1)[:, None] - step @ mean)
        places = np.searchsorted(self.points, self.times[self.causes == OF_INTEREST])
        own[self.causes == OF_INTEREST] += self.values[self.causes == OF_INTEREST] - mean[places]
        return own + self._of_censoring(step, mean)

    def _of_censoring(self, step: np.ndarray, mean: np.ndarray) -> np.ndarray:
        """Return what each patient adds by the estimate of the censoring, which weighs those with the other event."""
        had_other = self.causes == COMPETING
        points, count, at_risk = self.censoring.points, self.censoring.count, self.censoring.at_risk
        if not len(points) or not had_other.any():
            return np.zeros_like(self.values)
        later = self.points[None, :] >= points[:, None]  # [time of censoring, time of event]; those of the same day as crr counts them
        deviation = self.values[had_other][:, None, :] - mean[None, :, :]
        moved = np.einsum("it,itj->itj", step[had_other], deviation)
        gone = self.times[had_other][None, :] < points[:, None]
        pull = np.einsum("ut,ui,itj->uj", later.astype(float), gone.astype(float), moved)
        rate = pull / at_risk[:, None]
        censored = self.causes == CENSORED
        parts = np.zeros_like(self.values)
        parts[censored] += rate[np.searchsorted(points, self.times[censored])]
        exposed = self.times[:, None] >= points
        return parts - exposed @ (rate * (count / at_risk)[:, None])


class _Censoring:
    """The Kaplan-Meier curve of being censored."""

    def __init__(self, times: np.ndarray, causes: np.ndarray) -> None:
        self.points, self.count = np.unique(times[causes == CENSORED], return_counts=True)
        self.at_risk = np.array([(times >= point).sum() for point in self.points], dtype=float)
        self._curve = np.concatenate([[1.0], np.cumprod(1 - self.count / self.at_risk)])

    def just_before(self, times: np.ndarray) -> np.ndarray:
        """Return the share not yet censored just before each time."""
        return self._curve[np.searchsorted(self.points, times, side="left")]


def fit_fine_gray(times: np.ndarray, causes: np.ndarray, values: np.ndarray) -> Subdistribution | str:
    """Fit patients x covariates; returns a sentence where there is no estimate."""
    if not (causes == OF_INTEREST).any():
        return NOTHING
    weighted = _Weighted(times, causes, values)
    coefficients, ranges, is_looked_at = np.zeros(values.shape[1]), np.ptp(values, axis=0), False
    # those with the other event stay at risk for ever
    at_risk = Observed(np.where(causes == COMPETING, np.inf, times), causes == OF_INTEREST, values)
    for _ in range(MOST_STEPS):
        score, information = weighted.score_and_information(coefficients)
        try:
            step = np.linalg.solve(information, score)
        except np.linalg.LinAlgError:
            return NOTHING
        coefficients = coefficients + step * min(1.0, 2.0 / max(float(np.abs(step * ranges).max()), 1e-300))
        if not np.isfinite(coefficients).all():
            return SEPARATED
        if not is_looked_at and (np.abs(coefficients) * ranges > BEYOND_ANY_HAZARD).any():
            is_looked_at = True
            if are_events_separated([at_risk]):
                return SEPARATED
        if score @ step <= AT_THE_TOP**2:
            inverse = np.linalg.inv(weighted.score_and_information(coefficients)[1])
            parts = weighted.parts(coefficients)
            return Subdistribution(coefficients, np.sqrt(np.diag(inverse @ (parts.T @ parts) @ inverse)))
    return NOT_CONVERGED
