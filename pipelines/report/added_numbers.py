"""The numbers of what stands beside the tables of response and survival, one line each."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.analysis.compared_readers import ReaderAgreement
from pipelines.analysis.competing_risks import CompetingEvent
from pipelines.analysis.further_survival import FurtherSurvival
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.analysis.model_checks import ModelChecks
from pipelines.analysis.rate_differences import METHOD, RateDifference
from pipelines.analysis.run_statistics import Statistics
from pipelines.report.agreement_tables import KAPPA
from pipelines.report.number import Number

ROLE = "sensitivity"
MEANS = "area under the Kaplan-Meier curve up to month {:.4g}"


def added_numbers(statistics: Statistics) -> Iterator[Number]:
    """Yield them in the order of the report."""
    for agreement in statistics.agreement:
        yield from _agreement(agreement)
    for one in statistics.response_differences:
        yield from _difference(one)
    for one in statistics.further:
        yield from _further(one)
    for competing in statistics.competing:
        for event in competing.events:
            yield from _competing(event, competing.reference)
    for check in statistics.checks:
        yield from _checks(check)
    for hazard in statistics.hazards:
        where, n = f"further_{hazard.model}", hazard.patients
        like = Number(where, f"{hazard.endpoint}.hazard_ratio", hazard.name, None, "", "Cox regression, Efron's ties", n, ROLE)
        yield from three(hazard.hazard_ratio, like, hazard.note)
        yield replace(like, name=f"{hazard.endpoint}.p_value", value=hazard.p_value, unit="p", note=hazard.note)


def three(estimate: Estimate, like: Number, none: str) -> Iterator[Number]:
    """Yield an estimate and its limits, each a number that else is like the one given; `none` says why one does not exist."""
    for which in ("estimate", "lower", "upper"):
        value = getattr(estimate, which)
        name = like.name if which == "estimate" else f"{like.name}.{which}"
        yield replace(like, name=name, value=value, note=none if value is None else "")


def _agreement(one: ReaderAgreement) -> Iterator[Number]:
    where, group, n = "readers_compared", "_".join(one.readers), one.same.total
    yield Number(where, "same.count", group, one.same.count, "exams", "count", n, ROLE)
    for name, estimate in (("kappa", one.kappa), ("weighted_kappa", one.weighted_kappa)):
        yield from three(estimate, Number(where, name, group, None, "", KAPPA, n, ROLE), "one level only, or too few patients")
    how = "ICC(A,1) with a cluster bootstrap of patients"
    yield from three(one.correlation, Number(where, "correlation", group, None, "", how, one.measured, ROLE), "too few exams")
    how = "mean difference with limits of agreement"
    yield from three(one.difference, Number(where, "difference", group, None, "mm", how, one.measured, ROLE), "too few exams")


def _difference(one: RateDifference) -> Iterator[Number]:
    where = "response_differences"
    like = Number(where, f"{one.rate}.difference", one.arm, None, "percentage points", METHOD, one.patients, ROLE)
    yield from three(one.difference, like, "")
    how = "conditional estimate with exact limits, as fisher.test"
    yield from three(one.odds_ratio, replace(like, name=f"{one.rate}.odds_ratio", unit="", method=how), "infinite or not known")


def _further(one: FurtherSurvival) -> Iterator[Number]:
    where = one.endpoint
    for share, estimates in one.quantiles:
        for group, patients, estimate in zip(one.groups, one.patients, estimates, strict=True):
            like = Number(where, f"quantile_{share:g}", group, None, "months", "Kaplan-Meier", patients, ROLE)
            yield from three(estimate, like, "not reached")
    if not one.means:
        return
    sizes, how = dict(zip(one.groups, one.patients, strict=True)), MEANS.format(one.means.until)
    for group, estimate in one.means.means:
        yield from three(estimate, Number(where, "restricted_mean", group, None, "months", how, sizes[group], ROLE), "")
    for difference in one.means.differences:
        like = Number(where, "restricted_mean.difference", difference.arm, None, "months", how, sizes[difference.arm], ROLE)
        yield from three(difference.difference, like, "")
        yield replace(like, name="restricted_mean.difference.p", value=difference.p_value, unit="p")


def _checks(one: ModelChecks) -> Iterator[Number]:
    where, n = f"model_checks_{one.endpoint}", one.patients
    yield Number(where, "concordance", "all", one.concordance, "", "Harrell's C of the multivariate model", n, ROLE)
    label, inflation = one.inflation or ("", None)
    yield Number(where, "inflation.largest", "all", inflation, "", "variance inflation factor", n, ROLE, label)
    for name, _, patients, test in one.linearity:
        yield Number(where, f"{name}.linearity.p", "all", test.p_value, "p", test.name, patients, ROLE, test.note)
    for detectable in one.detectable:
        how = f"Schoenfeld, 80 % power at 5 %, {detectable.events} events"
        yield Number(where, "detectable_hazard_ratio", detectable.arm, detectable.hazard_ratio, "", how, n, ROLE)


def _competing(event: CompetingEvent, reference: str) -> Iterator[Number]:
    where = f"competing_{event.name}"
    for group in event.groups:
        n = group.curve.patients
        for name, count in (("events", group.curve.events), ("other_events", group.curve.competing)):
            yield Number(where, name, group.name, count, "patients", "count", n, ROLE)
        for month, rate in group.rates:
            percent = Estimate(*(None if value is None else 100 * value for value in (rate.estimate, rate.lower, rate.upper)))
            like = Number(where, f"incidence_at_{month:g}", group.name, None, "%", "Aalen-Johansen, interval log-log", n, ROLE)
            yield from three(percent, like, "nobody is observed so long, or nobody had the event")
    n = event.groups[-1].curve.patients
    yield Number(where, "gray.p", "arms", event.gray.p_value, "p", event.gray.name, n, ROLE, event.gray.note)
    yield Number(where, "gray.statistic", "arms", event.gray.statistic, "", event.gray.name, n, ROLE)
    for hazard in event.hazards:
        kind = hazard.kind.replace("-", "_")
        like = Number(where, f"{kind}.hazard_ratio", hazard.arm, None, "", f"{hazard.kind} hazard against {reference}", n, ROLE)
        yield from three(hazard.hazard_ratio, like, hazard.note)
        yield replace(like, name=f"{kind}.p_value", value=hazard.p_value, unit="p", note=hazard.note)
