"""The restricted mean survival time: the area under each curve up to a time, and its difference between arms.

Hazards need not be proportional. As in R's survRM2: up to the last time at which every group's curve is known, unless another is given,
with Greenwood's variance of the area. Citation: Royston and Parmar, BMC Med Res Methodol 2013;13:152; Uno et al., J Clin Oncol
2014;32:2380.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from pipelines.analysis.kaplan_meier import Curve, Estimate
from pipelines.settings.study_arms import ALL


@dataclass(frozen=True)
class MeanDifference:
    """The restricted mean of an arm less that of the reference, in months."""

    reference: str
    arm: str
    difference: Estimate
    p_value: float | None


@dataclass(frozen=True)
class RestrictedMeans:
    """The restricted means up to `until`, in months, of the groups that have patients, and the differences from the reference."""

    until: float
    means: tuple[tuple[str, Estimate], ...]
    differences: tuple[MeanDifference, ...]
    note: str = ""


def compare_restricted_means(curves: Mapping[str, Curve], reference: str, until: float | None = None) -> RestrictedMeans | None:
    """Return the restricted means of the groups' curves, by name, and of each arm the difference; None where no group has patients.

    `until` beyond the last time that is observed in all groups is cut there, and the note says so.
    """
    from scipy.stats import norm

    known = {name: curve for name, curve in curves.items() if curve.times}
    if not known:
        return None
    last = _last_in_all(known.values())
    end = last if until is None else min(until, last)
    if end <= 0:
        return None
    means = {name: restricted_mean(curve, end) for name, curve in known.items()}
    z = float(norm.ppf(0.975))
    note = "" if until is None or until <= last else f"month {until:g} is beyond the last time observed in every arm"
    differences = []
    for name, (mean, variance) in means.items():
        if name not in (reference, ALL) and reference in means:
            other, others_variance = means[reference]
            std_err, difference = (variance + others_variance) ** 0.5, mean - other
            p_value = float(2 * norm.sf(abs(difference) / std_err)) if std_err else None
            limits = Estimate(difference, difference - z * std_err, difference + z * std_err)
            differences.append(MeanDifference(reference, name, limits, p_value))
    shown = tuple((name, Estimate(mean, mean - z * variance**0.5, mean + z * variance**0.5)) for name, (mean, variance) in means.items())
    return RestrictedMeans(end, shown, tuple(differences), note)


def _last_in_all(curves: Collection[Curve]) -> float:
    """Return the last time up to which all curves are known: one that has come to 0 stays there."""
    ends = [curve.times[-1] for curve in curves]
    open_ends = [curve.times[-1] for curve in curves if curve.survival[-1] > 0]
    return min(open_ends) if open_ends else max(ends)


def restricted_mean(curve: Curve, until: float) -> tuple[float, float]:
    """Return the area under a curve up to a time at which it is known, and the variance of the area."""
    inside = np.array(curve.times) <= until
    times = np.array(curve.times)[inside]
    heights = np.array([1.0, *np.array(curve.survival)[inside]])
    areas = np.diff(np.array([0.0, *times, until])) * heights
    at_risk, died = np.array(curve.at_risk, dtype=float)[inside], np.array(curve.events, dtype=float)[inside]
    left = at_risk - died
    share = np.where(left > 0, died / (at_risk * np.where(left > 0, left, 1.0)), 0.0)
    after = np.cumsum(areas[::-1])[::-1][1:]  # the area beyond each time
    return float(areas.sum()), float((after**2 * share).sum())
