"""Whether a measured covariate goes with the hazard in a straight line: a restricted cubic spline against the line, by likelihood ratio.

Four knots at the 5th, 35th, 65th and 95th percentile, straight beyond the outer ones. Citation: Harrell, Regression Modeling Strategies
(2nd ed. 2015), 2.4.5 and table 2.3; R's rms::rcs.
"""

import numpy as np

from pipelines.analysis.group_tests import Test
from pipelines.analysis.hazards import fit_hazards

KNOTS = (5, 35, 65, 95)
NAME = "likelihood ratio test of a restricted cubic spline with four knots against a straight line"


def spline_columns(values: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """Return the value and the two columns by which a spline of four knots departs from a straight line."""
    last, before = knots[-1], knots[-2]

    def cube(knot: float) -> np.ndarray:
        return np.maximum(values - knot, 0) ** 3

    curved = [
        (cube(knot) - cube(before) * (last - knot) / (last - before) + cube(last) * (before - knot) / (last - before))
        / (last - knots[0]) ** 2
        for knot in knots[:-2]
    ]
    return np.column_stack([values, *curved])


def check_linearity(times: np.ndarray, events: np.ndarray, values: np.ndarray) -> Test:
    """Test one covariate alone; nothing is tested where its knots are not different, or a model has no estimate."""
    from scipy.stats import chi2

    knots = np.percentile(values, KNOTS) if len(values) else np.zeros(len(KNOTS))
    if len(np.unique(knots)) < len(KNOTS):
        return Test(NAME, None, note="too few different values for four knots")
    line = fit_hazards(times, events, values[:, None])
    curve = fit_hazards(times, events, spline_columns(values, knots))
    if isinstance(line, str) or isinstance(curve, str):
        return Test(NAME, None, note=line if isinstance(line, str) else str(curve))
    statistic = max(2 * (curve.log_likelihood - line.log_likelihood), 0.0)
    return Test(NAME, float(chi2.sf(statistic, 2)), statistic, 2)
