"""Gray's test: whether the cumulative incidence of one event differs between groups, beside events that compete with it.

As R's cmprsk::cuminc (rho = 0). Citation: Gray, Ann Stat 1988;16:1141.
"""

from collections.abc import Sequence

import numpy as np

from pipelines.analysis.cumulative_incidence import COMPETING, OF_INTEREST
from pipelines.analysis.group_tests import Test

NAME = "Gray's test"
NOTHING = 1e-12


def compare_incidence(times: np.ndarray, causes: np.ndarray, groups: np.ndarray, order: Sequence[str]) -> Test:
    """Compare the incidence of the event of interest between the groups named in `order` that have patients."""
    from scipy.stats import chi2

    names = [name for name in order if (groups == name).any()]
    if len(names) < 2:
        return Test(NAME, None, note="there is one group")
    score, variance = _score(*_counts(times, causes, groups, names))
    free = slice(0, len(names) - 1)  # one group's score is that of the others with the other sign
    if np.linalg.eigvalsh(variance[free, free])[0] <= NOTHING:
        return Test(NAME, None, note="nobody had the event, or only where one group was at risk")
    statistic = float(score[free] @ np.linalg.solve(variance[free, free], score[free]))
    return Test(NAME, float(chi2.sf(statistic, len(names) - 1)), statistic, len(names) - 1)


def _counts(times: np.ndarray, causes: np.ndarray, groups: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return at risk, with the event, and with another, each times x groups, at the times with any event."""
    points = np.unique(times[causes > 0])
    at_risk = np.array([[(times[groups == name] >= point).sum() for name in names] for point in points], dtype=float)
    had = {
        cause: np.array(
            [[((times == point) & (causes == cause) & (groups == name)).sum() for name in names] for point in points], dtype=float
        )
        for cause in (OF_INTEREST, COMPETING)
    }
    size = (len(points), len(names))
    return at_risk.reshape(size), had[OF_INTEREST].reshape(size), had[COMPETING].reshape(size)


def _score(at_risk: np.ndarray, had: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the score of every group and its covariance; arrays are times x groups."""
    if not len(at_risk):
        return np.zeros(at_risk.shape[1]), np.zeros((at_risk.shape[1],) * 2)
    present = at_risk > 0
    size = np.where(present, at_risk, 1.0)
    free = np.cumprod(np.where(present, 1 - (had + other) / size, 1.0), axis=0)
    before = np.vstack([np.ones(free.shape[1]), free[:-1]])
    incidence = np.cumsum(before * had / size, axis=0)
    earlier = np.vstack([np.zeros(free.shape[1]), incidence[:-1]])
    adjusted = np.where(present, at_risk / np.where(before > 0, before, 1.0), 0.0)  # at risk, those with another event put back
    still = adjusted * (1 - earlier)
    all_had = had.sum(axis=1)
    score = (had - all_had[:, None] * still / np.maximum(still.sum(axis=1), NOTHING)[:, None]).sum(axis=0)

    total = adjusted.sum(axis=1)
    pooled = np.cumsum(all_had / total)
    pooled_before = np.concatenate([[0.0], pooled[:-1]])
    groups = np.arange(at_risk.shape[1])
    weight = adjusted[:, :, None] * ((groups[:, None] == groups) - (adjusted / total[:, None])[:, None, :])  # times x group x group
    summed = np.cumsum(weight * (all_had / (total * (1 - pooled_before)))[:, None, None], axis=0)
    ahead = summed[-1] - summed  # what is still to come
    has_left = free > 0
    share = np.where(has_left, (1 - pooled)[:, None] / np.where(has_left, free, 1.0), 0.0)  # pooled over own event-free share
    reach = {"had": np.where(has_left, 1 - share, 1.0), "other": share}
    with np.errstate(divide="ignore", invalid="ignore"):
        tied = np.where(all_had[:, None] > 1, 1 - (all_had[:, None] - 1) / (total[:, None] * before - 1), 1.0)
        tied_other = np.where(other > 1, 1 - (other - 1) / (at_risk - 1), 1.0)
    steps = {
        "had": np.where(present, tied * before * all_had[:, None] / (total[:, None] * size), 0.0),
        "other": np.where(present & has_left, tied_other * before**2 * other / size**2, 0.0),
    }
    variance = np.zeros((len(groups),) * 2)
    for kind, own in (("had", weight), ("other", np.zeros_like(weight))):
        moved = own + reach[kind][:, None, :] * ahead
        variance += np.einsum("tik,tjk,tk->ij", moved, moved, steps[kind])
    return score, variance
