"""The log-rank test of two or more groups, as R's survdiff; on the full follow-up, or on one that ends for everyone at the same month."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

NOTHING = 1e-12  # a variance this small, relative to the number of events, is none


@dataclass(frozen=True)
class LogRank:
    """A log-rank test with the observed and the expected events of each group; `until`: the month at which follow-up was cut."""

    groups: tuple[str, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    chi_square: float | None
    df: int
    p_value: float | None
    until: float | None = None
    note: str = ""


def compare_survival(times: ArrayLike, events: ArrayLike, groups: ArrayLike, order: Sequence[str], until: float | None = None) -> LogRank:
    """Compare the survival of the groups named in `order`, and of nobody else; an event after `until` is a censoring at `until`."""
    from scipy.stats import chi2

    time, event, group = np.asarray(times, dtype=float), np.asarray(events, dtype=bool), np.asarray(groups)
    named = np.isin(group, list(order))
    time, event, group = time[named], event[named], group[named]
    if until is not None:
        time, event = np.minimum(time, until), event & (time <= until)
    names = [name for name in order if (group == name).any()]
    member = np.array([group == name for name in names], dtype=bool).reshape(len(names), len(time))
    expected, variance = np.zeros(len(names)), np.zeros((len(names), len(names)))
    points, deaths = np.unique(time[event], return_counts=True)
    sorted_times = [np.sort(time[inside]) for inside in member]
    at_risk_of = np.array([len(own) - np.searchsorted(own, points) for own in sorted_times]).reshape(len(names), len(points))
    for at_risk, died in zip(at_risk_of.T, deaths, strict=True):
        total = at_risk.sum()
        share = at_risk / total
        expected += died * share
        if total > 1:
            variance += died * (total - died) / (total - 1) * (np.diag(share) - np.outer(share, share))
    observed = (member & event).sum(axis=1)
    sides = (tuple(names), tuple(observed.tolist()), tuple(expected.tolist()))
    tested = np.flatnonzero(expected > 0)  # a group that is never at risk at an event says nothing, as in survdiff
    if len(tested) < 2:
        note = "fewer than two groups were at risk when an event happened"
        return LogRank(*sides, chi_square=None, df=0, p_value=None, until=until, note=note)
    free = tested[1:]
    difference = (observed - expected)[free]
    # one group's difference is that of the others with the other sign, so one is left out
    inside = variance[np.ix_(free, free)]
    if np.linalg.eigvalsh(inside)[0] <= NOTHING * deaths.sum():
        note = "whenever an event happened, all at risk had it or were of one group"
        return LogRank(*sides, chi_square=None, df=0, p_value=None, until=until, note=note)
    chi_square = float(difference @ np.linalg.solve(inside, difference))
    return LogRank(*sides, chi_square=chi_square, df=len(free), p_value=float(chi2.sf(chi_square, len(free))), until=until)
