"""Cox regression with Efron's ties and Wald intervals (lifelines, to the last digit): each covariate alone, then several at once."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from pipelines.analysis.covariates import Covariate, covariates_of, with_covariates
from pipelines.analysis.proportional_hazards import Proportionality, TimeTransform, check_proportional_hazards
from pipelines.analysis.robust_errors import robust_std_errs

# lifelines stops early by default: some coefficients then agree with R in fewer than six digits.
TO_THE_LAST_DIGIT = {"precision": 1e-20, "r_precision": 1e-16, "step_size": 1.0, "max_steps": 100}
ENOUGH_EVENTS = 10  # per covariate (Peduzzi et al., J Clin Epidemiol 1995;48:1503)
BEYOND_ANY_HAZARD = 15.0  # a covariate that moves the log hazard by so much over its range has separated the events


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


@dataclass(frozen=True)
class CoxTable:
    """Table 3 or 4: every covariate alone, and those that enter together, with the rule by which they entered."""

    endpoint: str
    univariate: tuple[CoxFit, ...]
    multivariate: CoxFit
    entered_by: str

    def alone(self, name: str) -> CoxFit:
        """Return the univariate fit of a covariate."""
        return next(fit for fit in self.univariate if fit.terms[0].name == name)


def fit_cox_table(
    patients: pl.DataFrame, endpoint: str, entry_p: float = 0.1, named: Sequence[str] = (), transform: TimeTransform = "km"
) -> CoxTable:
    """Return the univariate and the multivariate analysis of one endpoint of cohort.patients.

    named: the covariates of the multivariate fit; without them those whose univariate p is below `entry_p` enter.
    """
    covariates = covariates_of(patients)
    frame = with_covariates(patients)
    univariate = tuple(fit_cox(frame, endpoint, [covariate], transform) for covariate in covariates)
    entering = [
        covariate
        for covariate, fit in zip(covariates, univariate, strict=True)
        if (covariate.name in named if named else fit.terms[0].p_value is not None and fit.terms[0].p_value < entry_p)
    ]
    absent = [name for name in named if name not in {covariate.name for covariate in covariates}]
    entered_by = f"univariate p < {entry_p:g}"
    if named:
        entered_by = "covariates named in the settings"
        if absent:
            entered_by += f" (not {', '.join(absent)}: there is nothing to compare in this cohort)"
    return CoxTable(endpoint, univariate, fit_cox(frame, endpoint, entering, transform), entered_by)


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
    fit = fit_hazards(times, events, values[:, fitted])
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
    zph = (
        check_proportional_hazards(times, events, values[:, fitted], fit.coefficients, tuple(estimated), transform)
        if transform and len(np.unique(times[events])) > 1
        else ()
    )
    return replace(
        empty, terms=terms, log_likelihood=fit.log_likelihood, null_log_likelihood=fit.null_log_likelihood, proportional_hazards=zph
    )


@dataclass(frozen=True)
class Hazards:
    """What lifelines estimated, in the order of the columns."""

    coefficients: np.ndarray
    std_errs: np.ndarray
    log_likelihood: float
    null_log_likelihood: float


def fit_hazards(
    times: np.ndarray, events: np.ndarray, values: np.ndarray, weights: np.ndarray | None = None, clusters: np.ndarray | None = None
) -> Hazards | str:
    """Fit by lifelines; with weights or clusters the standard errors are robust. Returns a sentence where there is no estimate."""
    import pandas as pd
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError

    columns = [f"x{place}" for place in range(values.shape[1])]
    frame = pd.DataFrame(values, columns=columns).assign(time=times, event=events.astype(int))
    if weights is not None:
        frame["weight"] = weights
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they would say is said below, of the estimates themselves
        try:
            fitter = CoxPHFitter().fit(
                frame, "time", "event", weights_col=None if weights is None else "weight", fit_options=TO_THE_LAST_DIGIT
            )
        except (ConvergenceError, np.linalg.LinAlgError, ValueError):
            return "The model did not converge: covariates determine each other, or there are too few events for them."
    coefficients, std_errs = fitter.params_.to_numpy(), fitter.standard_errors_.to_numpy()
    if not (np.isfinite(coefficients).all() and np.isfinite(std_errs).all()):
        return "The model did not converge: covariates determine each other, or there are too few events for them."
    if (np.abs(coefficients) * np.ptp(values, axis=0) > BEYOND_ANY_HAZARD).any():
        return "A combination of covariates separates the events from the others: a hazard ratio would be infinite."
    if weights is not None or clusters is not None:
        std_errs = robust_std_errs(times, events, values, coefficients, fitter.variance_matrix_.to_numpy(), weights, clusters)
    null = float(fitter.log_likelihood_ - fitter.log_likelihood_ratio_test().test_statistic / 2)
    return Hazards(coefficients, std_errs, float(fitter.log_likelihood_), null)


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
    limits = (np.exp(coefficient - margin), np.exp(coefficient + margin))
    return Term(
        covariate.name,
        covariate.label,
        float(coefficient),
        float(std_err),
        float(np.exp(coefficient)),
        *(float(limit) for limit in limits),
        float(z),
        float(2 * norm.sf(abs(z))),
    )


def empty_term(label: str, note: str, name: str = "") -> Term:
    """Return a term without numbers, and why it has none."""
    return Term(name or label, label, *(None,) * 7, note=note)
