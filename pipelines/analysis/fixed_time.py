"""Whether the survival rates of groups differ at one time: the complementary log-log of each curve there, by its variance.

Citation: Klein, Logan, Harhoff and Andersen, Stat Med 2007;26:4505, whose test on this scale keeps its level best in small groups.
"""

from collections.abc import Sequence

import numpy as np

from pipelines.analysis.group_tests import Test
from pipelines.analysis.kaplan_meier import Curve, number_at_risk

NAME = "comparison of the rates (complementary log–log)"
NO_RATE = "a rate is 0, 100 % or not known"


def compare_rates_at(curves: Sequence[Curve], time: float) -> Test:
    """Compare the rates of two curves or more at one time; nothing is tested where one has no rate between 0 and 1 there."""
    from scipy.stats import chi2

    rates = [_rate(curve, time) for curve in curves]
    known = [rate for rate in rates if rate is not None]
    if len(known) < 2 or len(known) < len(rates):
        return Test(NAME, None, note=NO_RATE if len(rates) > 1 else "there is one group")
    survival, std_err = (np.array(part) for part in zip(*known, strict=True))
    scaled = np.log(-np.log(survival))
    weight = (np.log(survival) / std_err) ** 2  # one over the variance of the complementary log-log
    centre = (weight * scaled).sum() / weight.sum()
    statistic = float((weight * (scaled - centre) ** 2).sum())
    return Test(NAME, float(chi2.sf(statistic, len(known) - 1)), statistic, len(known) - 1)


def _rate(curve: Curve, time: float) -> tuple[float, float] | None:
    """Return the rate and the standard error of its logarithm."""
    place = int(np.searchsorted(curve.times, time, side="right")) - 1
    if place < 0 or not number_at_risk(curve, time) or not 0 < curve.survival[place] < 1:
        return None
    std_err = curve.std_err[place]
    return (curve.survival[place], std_err) if std_err else None
