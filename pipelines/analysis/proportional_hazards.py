"""Whether hazards are proportional: the score test of R's cox.zph (survival 3 and later), one per covariate and one for all, GLOBAL.

A coefficient that changes with time is added to the fitted model, and the score test asks whether it is needed. The test of lifelines
is an older one, with other p-values and no GLOBAL. Citation: Grambsch and Therneau, Biometrika 1994;81:515; R survival 3.5, cox.zph.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.analysis.kaplan_meier import fit_kaplan_meier
from pipelines.analysis.partial_likelihood import event_times

TimeTransform = Literal["km", "identity", "log"]


@dataclass(frozen=True)
class Proportionality:
    """The test of one covariate, or of all (GLOBAL)."""

    name: str
    chi_square: float
    df: int
    p_value: float


def check_proportional_hazards(
    times: np.ndarray,
    events: np.ndarray,
    covariates: np.ndarray,
    coefficients: np.ndarray,
    names: tuple[str, ...],
    transform: TimeTransform = "km",
) -> tuple[Proportionality, ...]:
    """Return the test of each covariate and GLOBAL; `covariates` is patients x covariates, `coefficients` those of the fit."""
    from scipy.stats import chi2

    scale = dict(zip(times.tolist(), _transformed(times, events, transform).tolist(), strict=True))
    centre = float(np.mean([scale[time] for time in times[events].tolist()]))
    size = len(names)
    score = np.zeros(size)
    information = np.zeros((2 * size, 2 * size))
    for point in event_times(times, events, covariates, coefficients):
        moved = scale[point.time] - centre
        score += moved * point.score
        weights = np.array([[1.0, moved], [moved, moved**2]])
        information += np.kron(weights, point.information)

    def test(name: str, places: list[int]) -> Proportionality:
        kept = [*range(size), *(size + place for place in places)]
        change = np.concatenate([np.zeros(size), score[places]])
        chi_square = float(change @ np.linalg.solve(information[np.ix_(kept, kept)], change))
        return Proportionality(name, chi_square, len(places), float(chi2.sf(chi_square, len(places))))

    return (*(test(name, [place]) for place, name in enumerate(names)), test("GLOBAL", list(range(size))))


def _transformed(times: np.ndarray, events: np.ndarray, transform: TimeTransform) -> np.ndarray:
    if transform == "identity":
        return times.astype(float)
    if transform == "log":
        return np.log(times)
    curve = fit_kaplan_meier(times, events)
    before = np.concatenate([[1.0], curve.survival])  # the survival just before each time
    return 1 - before[np.searchsorted(curve.times, times, side="left")]
