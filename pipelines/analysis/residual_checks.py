"""The multivariate Cox models looked at patient by patient: does a coefficient change with time, is a measured covariate in its right
form, does one patient carry a result. Values of single patients: for inside the hospital.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.covariates import Covariate, with_covariates
from pipelines.analysis.cox_design import Design, design_of
from pipelines.analysis.cox_table import CoxTable
from pipelines.analysis.hazards import Hazards, fit_hazards, hazard_ratios
from pipelines.analysis.partial_likelihood import Observed
from pipelines.analysis.residuals import influences, martingale_residuals, scaled_schoenfeld, schoenfeld_residuals, smoothed

FEWEST = 6  # points of which a smooth line is made


@dataclass(frozen=True)
class Points:
    """Points with the smooth line through them (empty where there are too few): places and values, in the order of the places."""

    name: str
    label: str
    places: tuple[float, ...]
    values: tuple[float, ...]
    smooth: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Influence:
    """One coefficient: by how many standard errors each patient moves it, and the hazard ratio without the patient who moves it most."""

    name: str
    label: str
    moves: tuple[float, ...]
    hazard_ratio: float | None
    without: float | None

    @property
    def largest(self) -> float:
        """Return the largest move, in standard errors, with its sign."""
        return max(self.moves, key=abs)


@dataclass(frozen=True)
class ResidualChecks:
    """One endpoint: coefficients over time (months), martingale residuals by measured covariate, and influence."""

    endpoint: str
    coefficients: tuple[tuple[Points, float], ...]  # each with the coefficient of the model
    measured: tuple[Points, ...]
    influences: tuple[Influence, ...]


def check_residuals(
    patients: pl.DataFrame, table: CoxTable, covariates: Sequence[Covariate], measured: Sequence[Covariate], days_per_month: float
) -> ResidualChecks | None:
    """Return the checks of one endpoint; None where its multivariate model has no estimate. `measured` are the study's numbers."""
    entered = {term.name for term in table.multivariate.terms}
    inside = [one for one in covariates if one.columns and entered.issuperset(one.columns)]
    entering = {one.name for one in inside}
    frame = with_covariates(patients, [*inside, *(one for one in measured if one.name not in entering)])
    design = design_of(frame, table.endpoint, inside)
    fit = fit_hazards(design.observed.times, design.observed.events, design.observed.covariates) if design.fitted else ""
    if isinstance(fit, str):
        return None
    labels = {term.name: term.label for one in inside for term in one.terms}
    shown = [(place, name, labels[name]) for place, name in enumerate(design.fitted) if name not in design.reasons]
    return ResidualChecks(
        endpoint=table.endpoint,
        coefficients=tuple(_over_time(design.observed, fit, shown, days_per_month)),
        measured=tuple(_by_measured(frame, table.endpoint, inside, (design, fit), measured)),
        influences=tuple(_influences(design.observed, fit, shown)),
    )


def _points(name: str, label: str, places: np.ndarray, values: np.ndarray) -> Points:
    order = np.lexsort((values, places))
    smooth: tuple[tuple[float, float], ...] = ()
    if len(np.unique(places)) >= FEWEST:
        line = zip(*(one.tolist() for one in smoothed(places[order], values[order])), strict=True)
        smooth = tuple(dict.fromkeys((place, value) for place, value in line if np.isfinite(value)))
    return Points(name, label, tuple(places[order].tolist()), tuple(values[order].tolist()), smooth)


def _over_time(
    observed: Observed, fit: Hazards, shown: Sequence[tuple[int, str, str]], days_per_month: float
) -> Iterator[tuple[Points, float]]:
    times, residuals = schoenfeld_residuals(observed, fit.coefficients)
    scaled = scaled_schoenfeld(residuals, fit.coefficients, fit.variance)
    for place, name, label in shown:
        yield _points(name, label, times / days_per_month, scaled[:, place]), float(fit.coefficients[place])


def _by_measured(
    frame: pl.DataFrame, endpoint: str, inside: Sequence[Covariate], made: tuple[Design, Hazards], measured: Sequence[Covariate]
) -> Iterator[Points]:
    design, fit = made
    names = [f"{endpoint}_days", f"{endpoint}_event", *(name for one in inside for name in one.columns)]
    known = frame.drop_nulls(names).filter(pl.Series(design.inside))
    residuals = martingale_residuals(design.observed, fit.coefficients)
    for one in measured:
        values = known[one.columns[0]].cast(pl.Float64).to_numpy()
        has_value = ~np.isnan(values)
        if has_value.any():
            yield _points(one.name, one.label, values[has_value], residuals[has_value])


def _influences(observed: Observed, fit: Hazards, shown: Sequence[tuple[int, str, str]]) -> Iterator[Influence]:
    moves = influences(observed, fit.coefficients, fit.variance)
    for place, name, label in shown:
        kept = np.arange(len(observed.times)) != np.argmax(np.abs(moves[:, place]))
        again = fit_hazards(observed.times[kept], observed.events[kept], observed.covariates[kept]) if observed.events[kept].any() else ""
        (without,) = (None,) if isinstance(again, str) else hazard_ratios(again.coefficients[place])
        (ratio,) = hazard_ratios(fit.coefficients[place])
        yield Influence(name, label, tuple(sorted(moves[:, place].tolist())), ratio, without)
