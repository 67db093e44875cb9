"""Kaplan-Meier curves as R gives them: survfit's confidence limits and medians, and at risk at t the patients with time >= t.

lifelines has other limits (log-log only), takes no midpoint where a curve is flat at one half, and counts at risk the times beyond t.
Citation: R survival 3.5, survfit, survfit_confint and print.survfit; Greenwood's variance.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

ConfidenceType = Literal["log", "plain", "log-log"]
SAME = float(np.sqrt(np.finfo(float).eps))  # R's tolerance for "survival is one half"


@dataclass(frozen=True)
class Curve:
    """A Kaplan-Meier curve, one place per different time. A limit that does not exist (survival 0) is None; std_err is that of log S."""

    patients: int
    event_count: int
    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    censored: tuple[int, ...]
    survival: tuple[float, ...]
    std_err: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    confidence_type: str = "log"


@dataclass(frozen=True)
class Estimate:
    """A median time or a survival rate with its 95 % interval; None is R's NA, not reached."""

    estimate: float | None
    lower: float | None
    upper: float | None


def fit_kaplan_meier(times: ArrayLike, events: ArrayLike, confidence_type: ConfidenceType = "log", level: float = 0.95) -> Curve:
    """Fit the curve of one group; `events` is true where the time ends with the event."""
    time, event = np.asarray(times, dtype=float), np.asarray(events, dtype=bool)
    points, place = np.unique(time, return_inverse=True)
    died = np.bincount(place[event], minlength=len(points))
    left = np.bincount(place, minlength=len(points))
    at_risk = len(time) - np.cumsum(left) + left
    survival = np.cumprod(1 - died / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        std_err = np.sqrt(np.cumsum(np.where(died > 0, died / (at_risk * (at_risk - died)), 0.0)))
        lower, upper = confidence_limits(survival, std_err, confidence_type, level)
    return Curve(
        patients=len(time),
        event_count=int(event.sum()),
        times=tuple(points.tolist()),
        at_risk=tuple(at_risk.tolist()),
        events=tuple(died.tolist()),
        censored=tuple((left - died).tolist()),
        survival=tuple(survival.tolist()),
        std_err=_known(std_err),
        lower=_known(lower),
        upper=_known(upper),
        confidence_type=confidence_type,
    )


def confidence_limits(
    survival: np.ndarray, std_err: np.ndarray, kind: ConfidenceType, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return R's pointwise limits for survival with `std_err`, the standard error of log S; NaN where R gives NA."""
    from scipy.stats import norm

    z = norm.ppf((1 + level) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == "plain":
            return np.maximum(survival - z * std_err * survival, 0), np.minimum(survival + z * std_err * survival, 1)
        if kind == "log":
            log_survival = np.log(np.where(survival == 0, np.nan, survival))
            return np.exp(log_survival - z * std_err), np.minimum(np.exp(log_survival + z * std_err), 1)
        inner = np.where((survival == 0) | (survival == 1), np.nan, survival)
        scaled = z * std_err / np.log(inner)
        return np.exp(-np.exp(np.log(-np.log(inner)) - scaled)), np.exp(-np.exp(np.log(-np.log(inner)) + scaled))


def median_of(curve: Curve) -> Estimate:
    """Return the median of print.survfit: the first time below one half; where the curve is flat at one half, the middle of that part."""
    return Estimate(*(_first_below(curve.times, side, 0.5) for side in (curve.survival, curve.lower, curve.upper)))


def quantile_of(curve: Curve, share: float) -> Estimate:
    """Return the time by which a share of the patients had the event, with its limits, as quantile.survfit does.

    Where the curve is flat at the level to its end, quantile.survfit gives the middle of that part, and print.survfit its beginning.
    """
    sides = (curve.survival, curve.lower, curve.upper)
    return Estimate(*(_first_below(curve.times, side, 1 - share, to_the_end=True) for side in sides))


def _first_below(times: tuple[float, ...], heights: tuple[float | None, ...], level: float, to_the_end: bool = False) -> float | None:
    below = [(time, height) for time, height in zip(times, heights, strict=True) if height is not None and height < level + SAME]
    if not below:
        return None
    first_time, first_height = below[0]
    if abs(first_height - level) < SAME:
        later = next((time for time, height in below if height < first_height), times[-1] if to_the_end else None)
        return first_time if later is None else (first_time + later) / 2
    return first_time


def rate_at(curve: Curve, time: float) -> Estimate:
    """Return the survival rate at `time`; nothing where nobody is at risk any more, be it that the curve had come to 0 before."""
    place = int(np.searchsorted(curve.times, time, side="right")) - 1
    if place < 0:
        return Estimate(1.0, 1.0, 1.0) if curve.times else Estimate(None, None, None)
    if time > curve.times[-1]:
        return Estimate(None, None, None)
    return Estimate(curve.survival[place], curve.lower[place], curve.upper[place])


def number_at_risk(curve: Curve, time: float) -> int:
    """Return how many patients have a time of at least `time`."""
    place = int(np.searchsorted(curve.times, time, side="left"))
    return curve.at_risk[place] if place < len(curve.times) else 0


def _known(values: np.ndarray) -> tuple[float | None, ...]:
    return tuple(value if np.isfinite(value) else None for value in values.tolist())
