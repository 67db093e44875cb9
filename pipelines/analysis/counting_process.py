"""Cox models of intervals: patients who enter late, covariates that change with time, and strata with a baseline hazard of their own.

As R's coxph(Surv(entry, exit, event) ~ … + strata(…)): at a time with events those are at risk who have entered before it, each stratum for
itself. Citation: Andersen and Gill, Ann Stat 1982;10:1100; Therneau and Grambsch, Modeling Survival Data (2000), 3.7.
"""

import numpy as np

from pipelines.analysis.hazards import Hazards, climb, why_nothing_is_known
from pipelines.analysis.partial_likelihood import EventTimes, Observed, PartialLikelihood


class StratifiedLikelihood:
    """The partial likelihoods of the strata that have events, added."""

    def __init__(self, observed: Observed, strata: np.ndarray) -> None:
        inside = [strata == stratum for stratum in np.unique(strata) if observed.events[strata == stratum].any()]
        self.strata = [_rows(observed, rows) for rows in inside]
        self._parts = [PartialLikelihood(stratum) for stratum in self.strata]

    def at(self, coefficients: np.ndarray) -> EventTimes:
        """Return the likelihood and its derivatives at `coefficients`, the strata one behind the other."""
        found = [part.at(coefficients) for part in self._parts]
        return EventTimes(
            times=np.concatenate([one.times for one in found]),
            scores=np.concatenate([one.scores for one in found]),
            informations=np.concatenate([one.informations for one in found]),
            log_likelihood=sum(one.log_likelihood for one in found),
        )


def fit_intervals(observed: Observed, strata: np.ndarray | None = None) -> Hazards | str:
    """Fit rows x covariates, each row at risk from its entry to its time; returns a sentence where there is no estimate."""
    likelihood = StratifiedLikelihood(observed, np.zeros(len(observed.times)) if strata is None else strata)
    start = likelihood.at(np.zeros(observed.covariates.shape[1]))
    if reason := why_nothing_is_known(start.information, observed.covariates, float(observed.events.sum())):
        return reason
    found = climb(likelihood, start, likelihood.strata)
    if isinstance(found, str):
        return found
    coefficients, top = found
    variance = np.linalg.inv(top.information)
    return Hazards(coefficients, np.sqrt(np.diag(variance)), variance, top.log_likelihood, start.log_likelihood)


def split_at(observed: Observed, changes: np.ndarray) -> tuple[Observed, np.ndarray]:
    """Return each patient's rows before and after the time at which something becomes known, and whether it is known in a row.

    `changes` is NaN where it never does. What becomes known on the day of the end, or later, came too late to count; what is known at the
    entry is known from it on.
    """
    entries = np.zeros(len(observed.times)) if observed.entries is None else observed.entries
    is_split = (changes > entries) & (changes < observed.times)
    is_known = changes <= entries  # NaN is not
    patients = np.arange(len(observed.times))
    rows = np.concatenate([patients, patients[is_split]])
    before_end = np.concatenate([np.where(is_split, changes, observed.times), observed.times[is_split]])
    events = np.concatenate([observed.events & ~is_split, observed.events[is_split]])
    after = np.concatenate([entries, changes[is_split]])
    known = np.concatenate([is_known, np.ones(is_split.sum(), dtype=bool)])
    return Observed(before_end, events, observed.covariates[rows], after), known


def _rows(observed: Observed, inside: np.ndarray) -> Observed:
    entries = None if observed.entries is None else observed.entries[inside]
    return Observed(observed.times[inside], observed.events[inside], observed.covariates[inside], entries)
