"""What a Cox model is fitted to: the patients with all values, its columns, and which of them can have a hazard ratio at all.

A group in which nobody has the event has a hazard ratio of 0 (the reference: of infinity for the others). R's coxph then iterates until
the patients of that group weigh nothing; here they leave the risk sets, which is that limit, and every other estimate is R's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.covariates import Covariate
from pipelines.analysis.dependence import dependent_columns, determined_by
from pipelines.analysis.hazards import NOTHING, UNKNOWN
from pipelines.analysis.partial_likelihood import Observed, PartialLikelihood

NO_PATIENT = "no patient has all values"
NO_EVENTS = "no events"
THE_SAME = "the same for all patients"
NOBODY = "nobody with all values is in this group"
NO_EVENT = "no event in this group: its hazard ratio is 0, and its patients leave the risk sets"
NO_EVENT_BESIDE = "no event in the reference group: the hazard ratio is infinite, and the patients of that group leave the risk sets"
NOBODY_BESIDE = "nobody with all values is in the reference group"


@dataclass(frozen=True)
class Design:
    """Patients x columns. `reasons` say of a column why it has no hazard ratio; `fitted` are the columns that the fit has, of which
    those with a reason stand in only so that the others of their factor are taken into account."""

    observed: Observed  # of the patients in the risk sets, with the fitted columns
    everybody: Observed  # of all patients with all values, with all columns
    fitted: tuple[str, ...]
    reasons: dict[str, str]
    left_out: int
    inside: np.ndarray  # of everybody, who is in the risk sets

    @property
    def events(self) -> int:
        """Return how many have the event."""
        return int(self.everybody.events.sum())


def design_of(frame: pl.DataFrame, endpoint: str, covariates: Sequence[Covariate]) -> Design:
    """Return the design of a model of one endpoint on `frame`, which has the covariates' columns."""
    columns = [column for covariate in covariates for column in covariate.columns]
    time, event = f"{endpoint}_days", f"{endpoint}_event"
    known = frame.drop_nulls([time, event, *columns])
    values = known.select(columns).to_numpy().astype(float).reshape(known.height, len(columns))
    everybody = Observed(known[time].to_numpy().astype(float), known[event].to_numpy().astype(bool), values)
    left_out = frame.height - known.height
    if not known.height or not everybody.events.any():
        why = NO_EVENTS if known.height else NO_PATIENT
        return Design(everybody, everybody, (), dict.fromkeys(columns, why), left_out, np.ones(known.height, dtype=bool))
    groups = _groups(covariates, values)
    stay = _with_events(groups, everybody.events)
    seen = everybody.times >= everybody.times[everybody.events].min()  # the others were gone before anybody had the event
    fitted, reasons = [], {}
    for covariate, group in zip(covariates, groups, strict=True):
        own, why = _columns(covariate, group, values[:, [columns.index(name) for name in covariate.columns]], stay, seen)
        fitted += own
        reasons |= why
    labels = {term.name: term.label for covariate in covariates for term in covariate.terms}
    observed = Observed(everybody.times[stay], everybody.events[stay], values[stay][:, [columns.index(name) for name in fitted]])
    told, silent = telling_columns(observed, [labels[name] for name in fitted])
    reasons |= {fitted[place]: why for place, why in silent.items() if fitted[place] not in reasons}
    observed = Observed(observed.times, observed.events, observed.covariates[:, told])
    return Design(observed, everybody, tuple(fitted[place] for place in told), reasons, left_out, stay)


def telling_columns(observed: Observed, labels: Sequence[str]) -> tuple[list[int], dict[int, str]]:
    """Return the places of the columns of which the events tell something beside those before them, and why not of the others."""
    if not labels:
        return [], {}
    information = PartialLikelihood(observed).at(np.zeros(len(labels))).information
    least = NOTHING * observed.events.sum() * observed.covariates.var(axis=0)
    known = [place for place in range(len(labels)) if information[place, place] > least[place]]
    dependent = dependent_columns(information[np.ix_(known, known)])
    silent = {place: UNKNOWN for place in range(len(labels)) if place not in known}
    silent |= {known[one]: determined_by([labels[known[other]] for other in others]) for one, others in dependent.items()}
    return [place for place in range(len(labels)) if place not in silent], silent


def _groups(covariates: Sequence[Covariate], values: np.ndarray) -> list[np.ndarray | None]:
    """Return, for each covariate that parts the patients into few groups, the group of each patient."""
    groups, start = [], 0
    for covariate in covariates:
        own = values[:, start : start + len(covariate.columns)]
        start += own.shape[1]
        patterns, group = np.unique(own, axis=0, return_inverse=True)
        groups.append(group.ravel() if len(patterns) <= max(own.shape[1] + 1, 2) else None)
    return groups


def _with_events(groups: Sequence[np.ndarray | None], events: np.ndarray) -> np.ndarray:
    """Return who stays in the risk sets: without the groups of which nobody has the event, until every group has somebody."""
    stay = np.ones(len(events), dtype=bool)
    while True:
        before = stay.sum()
        for group in groups:
            if group is not None:
                stay &= np.isin(group, group[stay & events])
        if stay.sum() == before:
            return stay


def _columns(
    covariate: Covariate, group: np.ndarray | None, values: np.ndarray, stay: np.ndarray, seen: np.ndarray
) -> tuple[list[str], dict[str, str]]:
    """Return the columns of a covariate that the fit has, and why others have no hazard ratio."""
    if group is None:
        return list(covariate.columns), {}
    if len(np.unique(group)) == 1:
        return [], dict.fromkeys(covariate.columns, THE_SAME)
    inside = values != 0
    is_reference = ~inside.any(axis=1)
    is_alone = len(np.unique(group[stay])) == 1
    beside = "" if is_reference[stay].any() or covariate.kind != "factor" else NO_EVENT_BESIDE if is_reference.any() else NOBODY_BESIDE
    reasons, left = {}, []
    for place, column in enumerate(covariate.columns):
        if not inside[:, place].any():
            reasons[column] = NOBODY
        elif not inside[stay, place].any() or (covariate.kind == "number" and is_alone):
            reasons[column] = NO_EVENT if (seen & ~stay & (inside[:, place] | is_alone)).any() else UNKNOWN
        elif beside or is_alone:
            is_known = beside == NOBODY_BESIDE or (seen & ~stay).any()
            reasons[column] = (beside or NO_EVENT_BESIDE) if is_known else UNKNOWN
            left.append(column)
        else:
            left.append(column)
    if is_alone:
        return [], reasons
    return (left[1:] if beside else left), reasons  # without its reference, another level of a factor stands in for it
