"""Events that compete: progression and death before it, death of the liver and of another cause; each with the other as its competitor.

Beside each cumulative incidence stand Gray's test and two hazard ratios of every arm against the reference: the cause-specific one, which
tells of the rate among those still without any event, and that of the subdistribution, which goes with the incidence itself. Citation:
Putter, Fiocco and Geskus, Stat Med 2007;26:2389; Latouche et al., J Clin Epidemiol 2013;66:648.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from pipelines.analysis.arms import arms_of
from pipelines.analysis.cumulative_incidence import COMPETING, OF_INTEREST, CumulativeIncidence, fit_cumulative_incidence, incidence_at
from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.fine_gray import fit_fine_gray
from pipelines.analysis.gray_test import compare_incidence
from pipelines.analysis.group_tests import Test
from pipelines.analysis.hazards import fit_hazards
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.settings.study_arms import ALL

CAUSE_SPECIFIC, SUBDISTRIBUTION = "cause-specific", "subdistribution"
LIVER_OR_OTHER = ("Death of the liver", "Death of another cause")
NO_EVENT_IN_ARM = "no event in one of the arms"


@dataclass(frozen=True)
class CompetingGroup:
    """One curve, with its incidence by month."""

    name: str
    curve: CumulativeIncidence
    rates: tuple[tuple[float, Estimate], ...]


@dataclass(frozen=True)
class CompetingHazard:
    """The hazard ratio of an arm against the reference, of one of two kinds."""

    kind: str
    arm: str
    hazard_ratio: Estimate
    p_value: float | None
    note: str = ""


@dataclass(frozen=True)
class CompetingEvent:
    """One event beside the other: its incidence in the arms and, last, in all; Gray's test; the hazard ratios."""

    name: str
    label: str
    groups: tuple[CompetingGroup, ...]
    gray: Test
    hazards: tuple[CompetingHazard, ...]


@dataclass(frozen=True)
class CompetingRisks:
    """The two events into which an endpoint parts. `unknown` are those of the second of which it is not known whether they are it."""

    endpoint: str
    title: str
    starts_at: str
    reference: str
    events: tuple[CompetingEvent, ...]  # two
    left_out: int
    unknown: int = 0


@dataclass(frozen=True)
class CompetingChoices:
    """What is the same for every endpoint: the months of the rates, the reference arm, and the causes that are deaths of the liver."""

    months: tuple[float, ...]
    reference: str
    liver_deaths: tuple[str, ...]


def fit_competing_risks(patients: pl.DataFrame, endpoints: Sequence[Endpoint], choices: CompetingChoices) -> tuple[CompetingRisks, ...]:
    """Return what competes in each endpoint; `patients` have its times and, as `…_ended`, what each time ended with."""
    return tuple(one for endpoint in endpoints for one in _of_endpoint(patients, endpoint, choices))


def _of_endpoint(patients: pl.DataFrame, endpoint: Endpoint, choices: CompetingChoices) -> Iterator[CompetingRisks]:
    had = pl.col(endpoint.columns[2])
    if len(endpoint.events) > 1:
        first, others = endpoint.events[0], " or ".join(one.lower() for one in endpoint.events[1:])
        cause = pl.when(~had).then(0).when(pl.col(endpoint.ended) == first).then(OF_INTEREST).otherwise(COMPETING)
        labels = (first, f"{others[:1].upper()}{others[1:]} without {first.lower()}")
        yield _fit(patients.with_columns(cause=cause), endpoint, labels, choices)
    elif endpoint.events == ("Death",) and patients.filter(had)["death_cause_group"].drop_nulls().len():
        of_liver = pl.col("death_cause_group").is_in(list(choices.liver_deaths))
        cause = pl.when(~had).then(0).when(of_liver).then(OF_INTEREST).otherwise(COMPETING)
        unknown = patients.filter(had & pl.col("death_cause_group").is_null()).height
        yield replace(_fit(patients.with_columns(cause=cause), endpoint, LIVER_OR_OTHER, choices), unknown=unknown)


def _fit(patients: pl.DataFrame, endpoint: Endpoint, labels: tuple[str, str], choices: CompetingChoices) -> CompetingRisks:
    known = patients.drop_nulls(list(endpoint.columns[1:])).sort("patient_id")
    times, causes = known[endpoint.columns[1]].to_numpy().astype(float), known["cause"].to_numpy()
    turned = np.where(causes > 0, OF_INTEREST + COMPETING - causes, 0)
    events = (_event(label, known, times, of, choices) for label, of in zip(labels, (causes, turned), strict=True))
    left_out = patients.height - known.height
    return CompetingRisks(endpoint.column, endpoint.label, endpoint.starts_at, choices.reference, tuple(events), left_out)


def _event(label: str, known: pl.DataFrame, times: np.ndarray, causes: np.ndarray, choices: CompetingChoices) -> CompetingEvent:
    arm, arms, reference = known["arm"].to_numpy().astype(str), arms_of(known), choices.reference

    def group(name: str, inside: np.ndarray) -> CompetingGroup:
        curve = fit_cumulative_incidence(times[inside], causes[inside])
        return CompetingGroup(name, curve, tuple((float(month), incidence_at(curve, month)) for month in choices.months))

    hazards = [
        _hazard(kind, name, times[pair], causes[pair], arm[pair] == name)
        for name in arms
        for kind in (CAUSE_SPECIFIC, SUBDISTRIBUTION)
        if name != reference and reference in arms and (pair := np.isin(arm, [reference, name])).any()
    ]
    return CompetingEvent(
        name=label.lower().replace(" ", "_"),
        label=label,
        groups=(*(group(name, arm == name) for name in arms), group(ALL, np.ones(len(arm), dtype=bool))),
        gray=compare_incidence(times, causes, arm, arms),
        hazards=tuple(hazards),
    )


def _hazard(kind: str, arm: str, times: np.ndarray, causes: np.ndarray, is_arm: np.ndarray) -> CompetingHazard:
    from scipy.stats import norm

    had = causes == OF_INTEREST
    if not (had[is_arm].any() and had[~is_arm].any()):
        return CompetingHazard(kind, arm, Estimate(None, None, None), None, NO_EVENT_IN_ARM)
    values = is_arm[:, None].astype(float)
    fit = fit_hazards(times, had, values) if kind == CAUSE_SPECIFIC else fit_fine_gray(times, causes, values)
    if isinstance(fit, str):
        return CompetingHazard(kind, arm, Estimate(None, None, None), None, fit)
    coefficient, std_err = float(fit.coefficients[0]), float(fit.std_errs[0])
    ratio, lower, upper = (float(np.exp(coefficient + z * std_err)) for z in (0, norm.ppf(0.025), norm.ppf(0.975)))
    p_value = float(2 * norm.sf(abs(coefficient / std_err))) if std_err else None
    return CompetingHazard(kind, arm, Estimate(ratio, lower, upper), p_value)
