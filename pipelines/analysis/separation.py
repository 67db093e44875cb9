"""Whether covariates separate two groups, or events from those at risk: then a regression has no estimate, however many steps it takes.

They do if a combination of them is nowhere higher in the one group than anywhere in the other. A linear program looks for the combination,
so that what is found is the separation itself, and not that an iteration went far. Citation: Konis, Computational algorithms for linearly
separated binary data (DPhil thesis, Oxford 2007); Albert and Anderson, Biometrika 1984;71:1; Bryson
and Johnson, Technometrics 1981;23:381 (Cox models).
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipelines.analysis.partial_likelihood import Observed

NOTHING = 1e-7  # of the sum of all distances, each covariate within -1 and 1: what the program may leave by rounding


def is_separated(values: np.ndarray, in_second: np.ndarray) -> bool:
    """Say whether patients x covariates separate the second group from the first, wholly or but for ties."""
    centred = values - values.mean(axis=0)
    scale = np.abs(centred).max(axis=0)
    columns = np.column_stack([np.ones(len(values)), centred / np.where(scale > 0, scale, 1.0)])
    return _has_direction(np.where(in_second, 1.0, -1.0)[:, None] * columns)


def are_events_separated(strata: Sequence[Observed]) -> bool:
    """Say whether a combination of the covariates is, whenever somebody has the event, nowhere higher among those at risk in the stratum.

    Then the partial likelihood of a Cox model rises for ever along it.
    """
    together = np.concatenate([stratum.covariates for stratum in strata])
    scale = np.abs(together - together.mean(axis=0)).max(axis=0)
    rows = [row for stratum in strata for row in _held_against(stratum)]
    return _has_direction(np.array(rows).reshape(-1, together.shape[1]) / np.where(scale > 0, scale, 1.0))


def _held_against(observed: Observed) -> list[np.ndarray]:
    """Return the covariates of one who has the event less those of one who is at risk, for as many pairs as tell all of them.

    Without entries those at risk later are at risk before, so that each patient is held against the last event that he saw, and each event
    against the next.
    """
    times, events, values = observed.times, observed.events, observed.covariates
    points = np.unique(times[events])
    first = [int(np.flatnonzero(events & (times == point))[0]) for point in points]  # one of those who have the event together
    place = np.searchsorted(points, times, side="right") - 1  # of the last event that each saw
    together = [values[one] - values[first[place[one]]] for one in np.flatnonzero(events)]  # both ways: neither may be higher
    if observed.entries is not None:
        at_risk = [(observed.entries < point) & (times >= point) for point in points]
        return together + [values[one] - other for one, present in zip(first, at_risk, strict=True) for other in values[present]]
    rows = together + [values[first[last]] - values[patient] for patient, last in enumerate(place) if last >= 0]
    return rows + [values[one] - values[following] for one, following in pairwise(first)]


def _has_direction(differences: np.ndarray) -> bool:
    """Say whether a combination of the columns is negative in no row and positive in one."""
    from scipy.optimize import linprog

    limits = np.zeros(len(differences))
    found = linprog(-differences.sum(axis=0), A_ub=-differences, b_ub=limits, bounds=(-1, 1), method="highs")
    return found.status == 0 and -found.fun > NOTHING * len(differences)
