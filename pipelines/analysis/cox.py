"""Cox regression: hazard ratios with Wald intervals, on how many patients and events, and in words what cannot be estimated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from pipelines.analysis.covariates import Covariate
from pipelines.analysis.hazards import fit_hazards
from pipelines.analysis.partial_likelihood import Observed
from pipelines.analysis.proportional_hazards import Proportionality, TimeTransform, check_proportional_hazards

NOT_TESTED = "Whether hazards are proportional cannot be tested: too few different times with events."
ENOUGH_EVENTS = 10  # per covariate (Peduzzi et al., J Clin Epidemiol 1995;48:1503)


@dataclass(frozen=True)
class Term:
    """One covariate of a fit; without numbers where it could not be estimated, and then `note` says why."""

    name: str
    label: str
    coefficient: float | None
    std_err: float | None
    hazard_ratio: float | None
    lower: float | None
    upper: float | None
    z: float | None
    p_value: float | None
    note: str = ""

    @property
    def interval(self) -> tuple[float, float, float] | None:
        """The hazard ratio with the ends of its 95 % interval; None where it could not be estimated or is not published."""
        ratio, lower, upper = self.hazard_ratio, self.lower, self.upper
        are_known = isinstance(ratio, float) and isinstance(lower, float) and isinstance(upper, float)
        return (ratio, lower, upper) if are_known else None


@dataclass(frozen=True)
class CoxFit:
    """A fit on the patients with all its covariates known; `left_out` are the others. `notes` are sentences for a reader."""

    endpoint: str
    terms: tuple[Term, ...]
    patients: int
    left_out: int
    events: int
    events_per_covariate: float | None
    log_likelihood: float | None
    null_log_likelihood: float | None
    proportional_hazards: tuple[Proportionality, ...] = ()
    notes: tuple[str, ...] = ()

    def term(self, name: str) -> Term:
        """Return a covariate of the fit."""
        return next(term for term in self.terms if term.name == name)


def fit_cox(frame: pl.DataFrame, endpoint: str, covariates: Sequence[Covariate], transform: TimeTransform | None = "km") -> CoxFit:
    """Fit `covariates` (columns of `frame`, as with_covariates gives them) to one endpoint; `transform` None leaves out cox.zph."""
    names = [covariate.name for covariate in covariates]
    time, event = f"{endpoint}_days", f"{endpoint}_event"
    known = frame.drop_nulls([time, event, *names])
    times, events = known[time].to_numpy().astype(float), known[event].to_numpy().astype(bool)
    values = known.select(names).to_numpy().astype(float).reshape(known.height, len(names))
    reasons = {name: _why_not(values[:, place], events, known.height) for place, name in enumerate(names)}
    fitted = [place for place, name in enumerate(names) if not reasons[name]]
    empty = CoxFit(
        endpoint=endpoint,
        terms=tuple(empty_term(covariate.label, reasons[covariate.name], covariate.name) for covariate in covariates),
        patients=known.height,
        left_out=frame.height - known.height,
        events=int(events.sum()),
        events_per_covariate=float(events.sum()) / len(fitted) if fitted else None,
        log_likelihood=None,
        null_log_likelihood=None,
        notes=_notes(int(events.sum()), len(fitted), frame.height - known.height),
    )
    if not fitted:
        return empty
    observed = Observed(times, events, values[:, fitted])
    fit = fit_hazards(times, events, observed.covariates)
    if isinstance(fit, str):
        return replace(
            empty, terms=tuple(empty_term(covariate.label, fit, covariate.name) for covariate in covariates), notes=(*empty.notes, fit)
        )
    estimated = {names[place]: number for number, place in enumerate(fitted)}
    terms = tuple(
        _term(covariate, fit.coefficients[estimated[covariate.name]], fit.std_errs[estimated[covariate.name]])
        if covariate.name in estimated
        else empty_term(covariate.label, reasons[covariate.name], covariate.name)
        for covariate in covariates
    )
    zph = check_proportional_hazards(observed, fit.coefficients, tuple(estimated), transform) if transform else ()
    return replace(
        empty,
        terms=terms,
        log_likelihood=fit.log_likelihood,
        null_log_likelihood=fit.null_log_likelihood,
        proportional_hazards=zph,
        notes=(*empty.notes, *(() if zph or not transform else (NOT_TESTED,)), *_without(empty.terms, reasons)),
    )


def _without(terms: Sequence[Term], reasons: dict[str, str]) -> tuple[str, ...]:
    """Return which covariates are not in a fit that has others."""
    absent = [term.label for term in terms if reasons[term.name]]
    return (
        (f"Estimated without {', '.join(absent)}: nothing can be told of {'it' if len(absent) == 1 else 'them'} here.",) if absent else ()
    )


def _why_not(values: np.ndarray, events: np.ndarray, patients: int) -> str:
    """Return why a covariate cannot have a hazard ratio, or nothing."""
    if not patients:
        return "no patient has all values"
    if not events.any():
        return "no events"
    levels = np.unique(values)
    if len(levels) == 1:
        return "the same for all patients"
    if len(levels) == 2:
        for level in levels:
            if not events[values == level].any():
                return "no event in one of its two groups: the hazard ratio would be 0 or infinite"
    return ""


def _notes(events: int, covariates: int, left_out: int) -> tuple[str, ...]:
    notes = []
    if covariates and events / covariates < ENOUGH_EVENTS:
        notes.append(f"{events} events for {covariates} covariates: fewer than {ENOUGH_EVENTS} per covariate.")
    if left_out:
        notes.append(f"{left_out} {'patients are' if left_out > 1 else 'patient is'} left out because a value is missing.")
    return tuple(notes)


def _term(covariate: Covariate, coefficient: float, std_err: float) -> Term:
    from scipy.stats import norm

    margin = norm.ppf(0.975) * std_err
    z = coefficient / std_err
    return Term(
        name=covariate.name,
        label=covariate.label,
        coefficient=float(coefficient),
        std_err=float(std_err),
        hazard_ratio=float(np.exp(coefficient)),
        lower=float(np.exp(coefficient - margin)),
        upper=float(np.exp(coefficient + margin)),
        z=float(z),
        p_value=float(2 * norm.sf(abs(z))),
    )


def empty_term(label: str, note: str, name: str = "") -> Term:
    """Return a term without numbers, and why it has none."""
    return Term(name or label, label, *(None,) * 7, note=note)
