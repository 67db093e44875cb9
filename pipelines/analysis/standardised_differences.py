"""How far apart two groups are, in standard deviations: of a mean, of a share, of several shares at once; with weights or without.

Citation: Austin, Stat Med 2009;28:3083; Yang and Dalton, SAS Global Forum 2012, paper 335 (several levels).
"""

from itertools import combinations

import numpy as np


def mean_difference(values: np.ndarray, groups: np.ndarray, weights: np.ndarray | None = None) -> float | None:
    """Return the standardised difference of a continuous variable: the largest of all pairs of groups of two or more, without a sign."""
    weights = np.ones(len(values)) if weights is None else weights
    moments = [_moments(values[groups == group], weights[groups == group]) for group in sorted(set(groups))]
    pairs = [_ratio(abs(one[0] - two[0]), (one[1] + two[1]) / 2) for one, two in combinations(moments, 2) if one and two]
    return _largest(pairs)


def level_difference(levels: np.ndarray, groups: np.ndarray, weights: np.ndarray | None = None) -> float | None:
    """Return the standardised difference of a categorical variable: Mahalanobis' distance of the shares, the largest of all pairs."""
    weights = np.ones(len(levels)) if weights is None else weights
    names = sorted(set(levels))[1:]
    shares = []
    for group in sorted(set(groups)):
        inside = groups == group
        if inside.sum() < 2:
            continue  # one patient is no share
        total = weights[inside].sum()
        shares.append(np.array([weights[inside & (levels == name)].sum() / total for name in names]))
    if not names and len(shares) > 1:
        return 0.0
    return _largest([_distance(one, two) for one, two in combinations(shares, 2)])


def pooled_spread(values: np.ndarray, groups: np.ndarray) -> float:
    """Return the standard deviation of two groups of equal weight: of a flag that of its shares, else of its values (n - 1)."""
    is_flag = bool(np.isin(values, (0.0, 1.0)).all())
    variances = [values[groups == group].var(ddof=0 if is_flag else 1) for group in np.unique(groups) if (groups == group).sum() > 1]
    return float(np.mean(variances)) ** 0.5 if variances else 0.0


def difference_of_means(values: np.ndarray, groups: np.ndarray, weights: np.ndarray | None, spread: float) -> float | None:
    """Return how far the (weighted) means of two groups are apart, in spreads, without a sign; None where there is no spread."""
    names = np.unique(groups)
    if len(names) < 2 or min((groups == name).sum() for name in names) < 2:
        return None
    weights = np.ones(len(values)) if weights is None else weights
    from_first = values - values[0]  # of values that are all the same the mean is that value, to the last digit
    one, other = (np.average(from_first[groups == name], weights=weights[groups == name]) for name in names)
    return _ratio(abs(float(one - other)), spread**2)


def _moments(values: np.ndarray, weights: np.ndarray) -> tuple[float, float] | None:
    if len(values) < 2:
        return None
    total = weights.sum()
    from_first = values - values[0]  # of values that are all the same the mean is that value, and the variance 0, to the last digit
    mean = (weights * from_first).sum() / total
    # the unbiased variance of weighted values; with equal weights the usual one
    variance = (weights * (from_first - mean) ** 2).sum() * total / (total**2 - (weights**2).sum())
    return float(values[0] + mean), float(variance)


def _ratio(difference: float, variance: float) -> float | None:
    if variance > 0:
        return difference / variance**0.5
    return 0.0 if difference == 0 else None


def _distance(one: np.ndarray, two: np.ndarray) -> float | None:
    covariance = (np.diag(one) - np.outer(one, one) + np.diag(two) - np.outer(two, two)) / 2
    difference = one - two
    square = float(difference @ np.linalg.pinv(covariance) @ difference)
    is_explained = np.allclose(covariance @ np.linalg.pinv(covariance) @ difference, difference)
    return max(square, 0.0) ** 0.5 if is_explained else None


def _largest(differences: list[float | None]) -> float | None:
    known = [difference for difference in differences if difference is not None]
    return max(known) if known and len(known) == len(differences) else None
