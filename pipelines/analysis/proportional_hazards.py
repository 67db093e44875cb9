"""Whether hazards are proportional: the score test of R's cox.zph (survival 3 and later), one per covariate and one for all, GLOBAL.

A coefficient that changes with time is added to the fitted model, and the score test asks whether it is needed. The test of lifelines
is an older one, with other p-values and no GLOBAL. Citation: Grambsch and Therneau, Biometrika 1994;81:515; R survival 3.5, cox.zph.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.analysis.kaplan_meier import fit_kaplan_meier
from pipelines.analysis.partial_likelihood import Observed, PartialLikelihood

TimeTransform = Literal["km", "identity", "log"]
NOTHING = 1e-10  # the least share of new information that a test can rest on


@dataclass(frozen=True)
class Proportionality:
    """The test of one covariate, or of all (GLOBAL)."""

    name: str
    chi_square: float
    df: int
    p_value: float


def check_proportional_hazards(
    observed: Observed,
    coefficients: np.ndarray,
    columns: Mapping[str, Sequence[int]],
    transform: TimeTransform = "km",
) -> tuple[Proportionality, ...]:
    """Return the test of each covariate and GLOBAL; `coefficients` are those of the fit, `columns` the places of each covariate's own.

    Nothing is returned where it cannot be made: all events at one time, one at time 0 whose logarithm is asked for, or later events that
    tell nothing of a covariate.
    """
    from scipy.stats import chi2

    at = PartialLikelihood(observed).at(coefficients)
    scale = _transformed(observed, at.times, transform)
    if not np.isfinite(scale).all() or len(scale) < 2:
        return ()
    counts = np.searchsorted(np.sort(observed.times[observed.events]), at.times, side="right")
    moved = scale - np.average(scale, weights=np.diff(counts, prepend=0))
    size = len(coefficients)
    score = moved @ at.scores
    powers = np.array([np.ones(len(moved)), moved, moved**2])
    plain, once, twice = np.einsum("kt,tij->kij", powers, at.informations)
    information = np.block([[plain, once], [once, twice]])
    width = np.sqrt(np.diag(information))
    if not (width > 0).all() or np.linalg.eigvalsh(information / np.outer(width, width))[0] <= NOTHING:
        return ()

    def test(name: str, places: Sequence[int]) -> Proportionality:
        kept = [*range(size), *(size + place for place in places)]
        change = np.concatenate([np.zeros(size), score[list(places)]])
        chi_square = float(change @ np.linalg.solve(information[np.ix_(kept, kept)], change))
        return Proportionality(name, chi_square, len(places), float(chi2.sf(chi_square, len(places))))

    return (*(test(name, own) for name, own in columns.items()), test("GLOBAL", range(size)))


def _transformed(observed: Observed, points: np.ndarray, transform: TimeTransform) -> np.ndarray:
    """Return the times with events on the scale asked for."""
    if transform == "identity":
        return points.astype(float)
    if transform == "log":
        with np.errstate(divide="ignore"):
            return np.log(points)
    curve = fit_kaplan_meier(observed.times, observed.events)
    before = np.concatenate([[1.0], curve.survival])  # the survival just before each time
    return 1 - before[np.searchsorted(curve.times, points, side="left")]
