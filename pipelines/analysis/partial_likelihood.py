"""Cox's partial likelihood with Efron's ties, event time by event time: what is known of each covariate when somebody has the event.

Citation: Therneau and Grambsch, Modeling Survival Data (2000), 3.3; with weights as R's coxph: each of those who have the event together
counts with the mean of their weights.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class EventTimes:
    """At each time with events, the first before: the score (observed minus expected covariates) and the information (variances)."""

    times: np.ndarray  # one per time
    scores: np.ndarray  # times x covariates
    informations: np.ndarray  # times x covariates x covariates
    log_likelihood: float

    @property
    def score(self) -> np.ndarray:
        """Return the first derivative of the log likelihood."""
        return self.scores.sum(axis=0)

    @property
    def information(self) -> np.ndarray:
        """Return the second derivative, its sign changed."""
        return self.informations.sum(axis=0)


@dataclass(frozen=True)
class Observed:
    """What was seen of the patients, one element or row each: time, whether it ended with the event, and the covariates.

    With `entries` a row is at risk only after its entry (delayed entry; several rows of one patient, with covariates that change).
    """

    times: np.ndarray
    events: np.ndarray
    covariates: np.ndarray  # patients x covariates
    entries: np.ndarray | None = None


class PartialLikelihood:
    """The likelihood of patients x covariates, of whom at least one has the event; `at` tells it of any coefficients."""

    def __init__(self, observed: Observed, weights: np.ndarray | None = None) -> None:
        times, events, covariates = observed.times, observed.events, observed.covariates
        order = np.argsort(times, kind="stable")
        times, self._died = times[order], np.flatnonzero(events[order])
        self._values = (covariates - covariates.mean(axis=0))[order]
        self._weights = np.ones(len(times)) if weights is None else weights[order]
        self._points, self._place, count = np.unique(times[self._died], return_inverse=True, return_counts=True)
        self._start = np.searchsorted(times, self._points)  # from here on the patients are at risk
        self._later, self._not_yet = None, None
        if observed.entries is not None:
            entries = observed.entries[order]
            self._later = np.argsort(entries, kind="stable")
            self._not_yet = np.searchsorted(entries[self._later], self._points)  # from here on they have not entered yet
        # of those who have the event together a growing share is gone: one step for each of them
        self._step = np.repeat(np.arange(len(count)), count)
        self._share = (np.arange(len(self._step)) - np.repeat(np.cumsum(count) - count, count)) / count[self._step]
        self._weight_of_step = (np.bincount(self._place, self._weights[self._died]) / count)[self._step]

    def at(self, coefficients: np.ndarray) -> EventTimes:
        """Return the likelihood and its derivatives at `coefficients`."""
        values, died = self._values, self._died
        hazard = values @ coefficients
        hazard -= hazard.max()  # it cancels, and nothing overflows
        risk = self._weights * np.exp(hazard)
        sums = [risk, risk[:, None] * values, risk[:, None, None] * values[:, :, None] * values[:, None, :]]
        total, first, second = (self._present(one) for one in sums)
        mean = first / total[:, None]
        spread = second / total[:, None, None] - mean[:, :, None] * mean[:, None, :]
        weight = self._weight_of_step
        observed, expected = self._weights[died, None] * values[died], weight[:, None] * mean
        return EventTimes(
            times=self._points,
            scores=self._per_time(self._place, observed) - self._per_time(self._step, expected),
            informations=self._per_time(self._step, weight[:, None, None] * spread),
            log_likelihood=float(self._weights[died] @ hazard[died] - weight @ np.log(total)),
        )

    def information_slope(self, coefficients: np.ndarray) -> np.ndarray:
        """Return how the information changes with each coefficient, covariates x covariates x covariates: the third central moments."""
        values = self._values
        hazard = values @ coefficients
        risk = self._weights * np.exp(hazard - hazard.max())
        squares = values[:, :, None] * values[:, None, :]
        amounts = (risk, risk[:, None] * values, risk[:, None, None] * squares)
        total, first, second = (self._present(one) for one in amounts)
        third = self._present(risk[:, None, None, None] * squares[:, :, :, None] * values[:, None, None, :])
        mean, square, cube = first / total[:, None], second / total[:, None, None], third / total[:, None, None, None]
        crossed = sum(np.einsum(places, mean, square) for places in ("ti,tjk->tijk", "tj,tik->tijk", "tk,tij->tijk"))
        moments = cube - crossed + 2 * np.einsum("ti,tj,tk->tijk", mean, mean, mean)
        return np.einsum("t,tijk->ijk", self._weight_of_step, moments)

    def _present(self, amount: np.ndarray) -> np.ndarray:
        """Return, step by step, the sum of `amount` over the patients at risk, without the share of those gone."""
        at_risk = _from_place_on(amount, self._start)
        if self._later is not None and self._not_yet is not None:
            at_risk = at_risk - _from_place_on(amount[self._later], self._not_yet)
        share = self._share.reshape(-1, *(1,) * (amount.ndim - 1))
        return at_risk[self._step] - share * self._per_time(self._place, amount[self._died])[self._step]

    def _per_time(self, places: np.ndarray, amount: np.ndarray) -> np.ndarray:
        summed = np.zeros((len(self._points), *amount.shape[1:]))
        np.add.at(summed, places, amount)
        return summed


def _from_place_on(amount: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the sum of `amount` from each place to the end."""
    summed = np.flip(np.cumsum(np.flip(amount, axis=0), axis=0), axis=0)
    return np.concatenate([summed, np.zeros((1, *amount.shape[1:]))])[places]
