"""Survival by arm: the curve, median, rates and number at risk of each arm, log-rank tests, and length of follow-up."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.analysis.arms import arms_of
from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.fixed_time import compare_rates_at
from pipelines.analysis.group_tests import Test
from pipelines.analysis.kaplan_meier import ConfidenceType, Curve, Estimate, fit_kaplan_meier, median_of, number_at_risk, rate_at
from pipelines.analysis.log_rank import LogRank, compare_survival


@dataclass(frozen=True)
class Group:
    """One curve with what is printed of it; `rates` and `at_risk` are by month."""

    name: str
    curve: Curve
    median: Estimate
    rates: tuple[tuple[float, Estimate], ...]
    at_risk: tuple[tuple[float, int], ...]

    def rate(self, month: float) -> Estimate:
        """Return the rate at a month that was asked for."""
        return dict(self.rates)[month]


@dataclass(frozen=True)
class FollowUp:
    """How long patients were observed, in months: the plain median of observed time (deaths included), and by reverse Kaplan-Meier."""

    median_observed: float | None
    reverse_kaplan_meier: Estimate


@dataclass(frozen=True)
class AgainstReference:
    """The log-rank test of one arm with the reference, by the patients of the two alone."""

    reference: str
    arm: str
    test: LogRank


@dataclass(frozen=True)
class SurvivalByArm:
    """One endpoint. `groups` are the arms and, last, "all"; `log_rank_until` is the named extra with follow-up cut at a month.

    `pairwise` are, of three and more arms, the log-rank tests of each with the reference.
    """

    endpoint: str
    title: str
    short: str
    groups: tuple[Group, ...]
    log_rank: LogRank
    log_rank_until: LogRank
    follow_up: FollowUp
    left_out: int
    starts_at: str  # what time is counted from
    pairwise: tuple[AgainstReference, ...] = ()
    rate_tests: tuple[tuple[float, Test], ...] = ()  # of the arms' rates, by month
    least_at_risk: int = 1  # a rate stands on at least so many at risk

    def group(self, name: str) -> Group:
        """Return an arm, or "all"."""
        return next(group for group in self.groups if group.name == name)


@dataclass(frozen=True)
class ShownMonths:
    """The months at which rates and numbers at risk are given, and the one at which the follow-up of the additional log-rank test ends.

    A rate is given where at least `least_at_risk` patients are at risk.
    """

    rates: tuple[float, ...] = (6, 12, 24)
    at_risk: tuple[float, ...] = (0, 3, 6, 9, 12)
    log_rank_until: float = 12
    least_at_risk: int = 1


PAPER_MONTHS = ShownMonths()


def fit_survival_by_arm(
    patients: pl.DataFrame,
    endpoint: Endpoint,
    shown: ShownMonths = PAPER_MONTHS,
    confidence_type: ConfidenceType = "log",
    reference: str = "",
) -> SurvivalByArm:
    """Return the survival of one endpoint; patients without a time are left out and counted.

    Of three and more arms each is also tested against the `reference`, by the patients of the two alone.
    """
    _, month_column, event_column = endpoint.columns
    known = patients.drop_nulls([month_column, event_column])
    months = known[month_column].to_numpy()
    events = known[event_column].to_numpy().astype(bool)
    arm = known["arm"].to_numpy().astype(str)
    arms = arms_of(patients)

    def rate(curve: Curve, month: float) -> Estimate:
        return rate_at(curve, month) if number_at_risk(curve, month) >= shown.least_at_risk else Estimate(None, None, None)

    def group(name: str, inside: np.ndarray) -> Group:
        curve = fit_kaplan_meier(months[inside], events[inside], confidence_type)
        rates = tuple((float(month), rate(curve, month)) for month in shown.rates)
        at_risk = tuple((float(month), number_at_risk(curve, month)) for month in shown.at_risk)
        return Group(name, curve, median_of(curve), rates, at_risk)

    reverse = median_of(fit_kaplan_meier(months, ~events, confidence_type))
    of_arms = tuple(group(name, arm == name) for name in arms)
    tested = [month for month in shown.rates if len(arms) > 1 and all(one.rate(month).estimate is not None for one in of_arms)]
    return SurvivalByArm(
        endpoint=endpoint.column,
        title=endpoint.label,
        short=endpoint.short,
        groups=(*of_arms, group("all", np.ones(len(arm), dtype=bool))),
        log_rank=compare_survival(months, events, arm, arms),
        log_rank_until=compare_survival(months, events, arm, arms, until=shown.log_rank_until),
        follow_up=FollowUp(float(np.median(months)) if len(months) else None, reverse),
        left_out=patients.height - known.height,
        starts_at=endpoint.starts_at,
        pairwise=tuple(
            AgainstReference(reference, name, compare_survival(months, events, arm, (reference, name)))
            for name in arms
            if name != reference and reference in arms and len(arms) > 2
        ),
        rate_tests=tuple((float(month), compare_rates_at([one.curve for one in of_arms], month)) for month in tested),
        least_at_risk=shown.least_at_risk,
    )
