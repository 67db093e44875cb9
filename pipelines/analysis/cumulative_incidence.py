"""Cumulative incidence where another event competes: the estimator of Aalen and Johansen, with the variance of R's cmprsk::cuminc.

One minus Kaplan-Meier would count those who can no longer have the event as if they still could. Citation: Aalen and Johansen, Scand J
Stat 1978;5:141; Aalen, Ann Stat 1978;6:534 (variance); Choudhury, Stat Med 2002;21:1129 (limits on the complementary log-log scale).
"""

from dataclasses import dataclass

import numpy as np

from pipelines.analysis.kaplan_meier import Estimate

CENSORED, OF_INTEREST, COMPETING = 0, 1, 2


@dataclass(frozen=True)
class CumulativeIncidence:
    """The incidence of one event beside the others that compete with it, one place per different time; std_err is that of the incidence."""

    patients: int
    events: int
    competing: int
    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    incidence: tuple[float, ...]
    std_err: tuple[float, ...]


def fit_cumulative_incidence(times: np.ndarray, causes: np.ndarray) -> CumulativeIncidence:
    """Fit the incidence of one group; `causes` is 1 where the time ends with the event of interest, 2 with another, 0 if censored."""
    points, place = np.unique(times, return_inverse=True)
    counts = np.array([np.bincount(place[causes == cause], minlength=len(points)) for cause in (CENSORED, OF_INTEREST, COMPETING)])
    left = counts.sum(axis=0)
    at_risk = len(times) - np.cumsum(left) + left
    died = counts[OF_INTEREST] + counts[COMPETING]
    free = np.cumprod(1 - died / at_risk)  # of any event
    before = np.concatenate([[1.0], free[:-1]])
    incidence = np.cumsum(before * counts[OF_INTEREST] / at_risk)
    return CumulativeIncidence(
        patients=len(times),
        events=int(counts[OF_INTEREST].sum()),
        competing=int(counts[COMPETING].sum()),
        times=tuple(points.tolist()),
        at_risk=tuple(at_risk.tolist()),
        incidence=tuple(incidence.tolist()),
        std_err=tuple(np.sqrt(_variance(incidence, free, before, counts, at_risk)).tolist()),
    )


def _variance(incidence: np.ndarray, free: np.ndarray, before: np.ndarray, counts: np.ndarray, at_risk: np.ndarray) -> np.ndarray:
    """Return the variance at each time: what every earlier event adds, by how far the incidence has come since."""
    with np.errstate(divide="ignore", invalid="ignore"):
        since = np.where(free > 0, (incidence[:, None] - incidence[None, :]) / free, 0.0)  # [time, earlier time]
    moved = {OF_INTEREST: 1 - since, COMPETING: np.where(free > 0, -since, 0.0)}
    total = np.zeros(len(incidence))
    for cause, weight in moved.items():
        together = counts[cause]
        with np.errstate(divide="ignore", invalid="ignore"):
            tied = np.where(together > 1, 1 - (together - 1) / (at_risk - 1.0), 1.0)
        increment = tied * (before / at_risk) ** 2 * together
        total += (np.tril(weight**2) * increment).sum(axis=1)
    return total


def incidence_at(curve: CumulativeIncidence, time: float, level: float = 0.95) -> Estimate:
    """Return the incidence up to `time`; nothing where nobody is observed so long, and no limits of an incidence of 0."""
    from scipy.stats import norm

    if not curve.times or time > curve.times[-1]:
        return Estimate(None, None, None)
    place = int(np.searchsorted(curve.times, time, side="right")) - 1
    incidence = curve.incidence[place] if place >= 0 else 0.0
    if incidence <= 0 or incidence >= 1:
        return Estimate(incidence, None, None)
    width = float(norm.ppf((1 + level) / 2)) * curve.std_err[place] / (incidence * np.log(incidence))
    lower, upper = (float(incidence ** np.exp(sign * width)) for sign in (-1, 1))
    return Estimate(incidence, min(lower, upper), max(lower, upper))
