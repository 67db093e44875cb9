"""Cox regression: hazard ratios with Wald intervals, on how many patients and events, and in words what cannot be estimated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from pipelines.analysis.covariates import Covariate, CovariateTerm
from pipelines.analysis.cox_design import NO_EVENT, NO_EVENT_BESIDE, Design, design_of
from pipelines.analysis.firth import PenalisedHazard
from pipelines.analysis.hazards import Hazards, fit_hazards, hazard_ratios
from pipelines.analysis.partial_likelihood import PartialLikelihood
from pipelines.analysis.proportional_hazards import Proportionality, TimeTransform, check_proportional_hazards

NOT_TESTED = "Whether hazards are proportional cannot be tested: too few different times with events."
UNIT_TOO_LARGE = "the hazard ratio of one unit is beyond any number: choose a smaller unit"
ENOUGH_EVENTS = 10  # per covariate (Peduzzi et al., J Clin Epidemiol 1995;48:1503)


@dataclass(frozen=True)
class Term:
    """One column of a fit; without numbers where it could not be estimated, and then `note` says why.

    `penalised` is Firth's hazard ratio where the model is asked for it and the column's own is 0 or infinite.
    """

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
    penalised: PenalisedHazard | None = None

    @property
    def interval(self) -> tuple[float, float, float] | None:
        """The hazard ratio with the ends of its 95 % interval; None where it could not be estimated or is not published."""
        ratio, lower, upper = self.hazard_ratio, self.lower, self.upper
        are_known = isinstance(ratio, float) and isinstance(lower, float) and isinstance(upper, float)
        return (ratio, lower, upper) if are_known else None

    @property
    def has_no_event(self) -> bool:
        """Say whether the hazard ratio is 0 or infinite, because nobody of one group has the event."""
        return self.note in (NO_EVENT, NO_EVENT_BESIDE)


@dataclass(frozen=True)
class JointTest:
    """Wald's test of a factor as a whole: of all its levels that have a hazard ratio."""

    name: str
    label: str
    chi_square: float
    df: int
    p_value: float


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
    joint_tests: tuple[JointTest, ...] = ()
    proportional_hazards: tuple[Proportionality, ...] = ()
    notes: tuple[str, ...] = ()

    def term(self, name: str) -> Term:
        """Return a column of the fit."""
        return next(term for term in self.terms if term.name == name)

    def p_of(self, covariate: Covariate) -> float | None:
        """Return the p-value of a covariate: of a factor of more than two levels that of all its levels."""
        if len(covariate.terms) == 1:
            return self.term(covariate.columns[0]).p_value
        return next((test.p_value for test in self.joint_tests if test.name == covariate.name), None)


def fit_cox(frame: pl.DataFrame, endpoint: str, covariates: Sequence[Covariate], transform: TimeTransform | None = "km") -> CoxFit:
    """Fit `covariates` (columns of `frame`, as with_covariates gives them) to one endpoint; `transform` None leaves out cox.zph."""
    terms = [term for covariate in covariates for term in covariate.terms]
    design = design_of(frame, endpoint, covariates)
    empty = CoxFit(
        endpoint=endpoint,
        terms=tuple(empty_term(term.label, design.reasons.get(term.name, ""), term.name) for term in terms),
        patients=len(design.everybody.times),
        left_out=design.left_out,
        events=design.events,
        events_per_covariate=design.events / len(design.fitted) if design.fitted else None,
        log_likelihood=None,
        null_log_likelihood=None,
        notes=_notes(design.events, len(design.fitted), design.left_out),
    )
    if not design.fitted:
        return replace(empty, notes=(*empty.notes, *_without(empty.terms))) if design.events else empty
    fit = fit_hazards(*_parts(design))
    if isinstance(fit, str):
        return replace(empty, terms=tuple(empty_term(term.label, fit, term.name) for term in terms), notes=(*empty.notes, fit))
    zph = _proportionality(design, fit, covariates, transform) if transform else ()
    null = PartialLikelihood(design.everybody).at(np.zeros(design.everybody.covariates.shape[1]))
    return replace(
        empty,
        terms=tuple(_term_of(term, design, fit) for term in terms),
        log_likelihood=fit.log_likelihood,
        null_log_likelihood=null.log_likelihood,
        joint_tests=tuple(filter(None, (_joint_test(covariate, design, fit) for covariate in covariates))),
        proportional_hazards=zph,
        notes=(*empty.notes, *(() if zph or not transform else (NOT_TESTED,)), *_without(empty.terms)),
    )


def _parts(design: Design) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return design.observed.times, design.observed.events, design.observed.covariates


def _joint_test(covariate: Covariate, design: Design, fit: Hazards) -> JointTest | None:
    from scipy.stats import chi2

    places = [place for place, name in enumerate(design.fitted) if name in covariate.columns and name not in design.reasons]
    if len(covariate.columns) < 2 or not places:
        return None
    coefficients = fit.coefficients[places]
    chi_square = float(coefficients @ np.linalg.solve(fit.variance[np.ix_(places, places)], coefficients))
    return JointTest(covariate.name, covariate.label, chi_square, len(places), float(chi2.sf(chi_square, len(places))))


def _proportionality(design: Design, fit: Hazards, covariates: Sequence[Covariate], transform: TimeTransform) -> tuple:
    places = {
        covariate.name if len(covariate.columns) > 1 else covariate.columns[0]: [
            place for place, name in enumerate(design.fitted) if name in covariate.columns
        ]
        for covariate in covariates
    }
    return check_proportional_hazards(design.observed, fit.coefficients, {name: own for name, own in places.items() if own}, transform)


def _without(terms: Sequence[Term]) -> tuple[str, ...]:
    """Return which columns have no hazard ratio in a fit that has others."""
    no_event = [term.label for term in terms if term.has_no_event]
    absent = [term.label for term in terms if term.note and not term.has_no_event]
    said = []
    if no_event:
        said.append(f"No event on one side of {', '.join(no_event)}: the patients of that side leave the risk sets.")
    if absent:
        said.append(f"Estimated without {', '.join(absent)}: nothing can be told of {'it' if len(absent) == 1 else 'them'} here.")
    return tuple(said)


def _notes(events: int, covariates: int, left_out: int) -> tuple[str, ...]:
    notes = []
    if covariates and events / covariates < ENOUGH_EVENTS:
        notes.append(f"{events} events for {covariates} covariates: fewer than {ENOUGH_EVENTS} per covariate.")
    if left_out:
        notes.append(f"{left_out} {'patients are' if left_out > 1 else 'patient is'} left out because a value is missing.")
    return tuple(notes)


def _term_of(term: CovariateTerm, design: Design, fit: Hazards) -> Term:
    if reason := design.reasons.get(term.name):
        return empty_term(term.label, reason, term.name)
    place = design.fitted.index(term.name)
    return _estimated(term, fit.coefficients[place], fit.std_errs[place])


def _estimated(term: CovariateTerm, coefficient: float, std_err: float) -> Term:
    from scipy.stats import norm

    margin = norm.ppf(0.975) * std_err
    z = coefficient / std_err
    ratio, lower, upper = hazard_ratios(coefficient, coefficient - margin, coefficient + margin)
    note = UNIT_TOO_LARGE if ratio is None else ""
    p_value = float(2 * norm.sf(abs(z)))
    return Term(term.name, term.label, float(coefficient), float(std_err), ratio, lower, upper, float(z), p_value, note)


def empty_term(label: str, note: str, name: str = "") -> Term:
    """Return a term without numbers, and why it has none."""
    return Term(name or label, label, *(None,) * 7, note=note)
