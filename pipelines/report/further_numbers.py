"""The numbers of the sensitivity runs, of the bounds and of safety, one line each."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.analysis.proportions import Proportion
from pipelines.analysis.run_statistics import Statistics
from pipelines.analysis.safety import GradeTable, Safety
from pipelines.analysis.sensitivity import Bounds, EndpointRun, SensitivityRun
from pipelines.report.number import Number
from pipelines.report.response_tables import file_name


def further_numbers(statistics: Statistics) -> Iterator[Number]:
    """Yield them in the order of the report; nothing where the profile leaves them out."""
    if statistics.imputed_deaths:
        yield Number("survival", "imputed_deaths", "all", statistics.imputed_deaths, "patients", "count", statistics.patients, "primary")
    for run in statistics.sensitivity:
        yield from _run(run)
    if statistics.bounds:
        yield from _bounds(statistics.bounds)
    for other in statistics.other_criteria:
        if other.bounds:
            yield from _bounds(other.bounds, f"_{file_name(other.criterion.label)}")
    if statistics.safety:
        yield from _safety(statistics.safety)


def _run(run: SensitivityRun) -> Iterator[Number]:
    where, role = f"sensitivity_{run.name.replace(' ', '_')}", "primary" if run.name == "primary" else "sensitivity"
    n, response = run.patients, run.response
    yield Number(where, "changed", "all", run.changed, "patients", "count", n, role)
    for rate in response.rates:
        for group, share in zip(response.groups, rate.groups, strict=True):
            yield from _share(where, rate.name, group, share, role)
    for rate in response.rates:
        yield Number(where, f"{rate.name}.p", "arms", rate.test.p_value, "p", rate.test.name, n, role)
    for endpoint in run.endpoints:
        yield from _endpoint(endpoint, Number(where, "", "arms", None, "", "", n, role))


def _endpoint(run: EndpointRun, like: Number) -> Iterator[Number]:
    """Yield the numbers of an endpoint, each with the analysis, size and role of the one given."""
    column = run.survival.endpoint
    yield replace(like, name=f"{column}.changed", group="all", value=run.changed, unit="patients", method="count")
    for group in run.survival.groups:
        method, size = f"Kaplan-Meier, interval {group.curve.confidence_type}", group.curve.patients
        for name in ("estimate", "lower", "upper"):
            value = getattr(group.median, name)
            note = "not reached" if value is None else ""
            yield Number(like.analysis, f"{column}.median.{name}", group.name, value, "months", method, size, like.role, note)
    yield replace(like, name=f"{column}.log_rank.p", value=run.survival.log_rank.p_value, unit="p", method="log-rank test")
    for term in run.arm_terms:
        for name in ("hazard_ratio", "lower", "upper", "p_value"):
            named = f"{column}.{term.name}.{name}"
            yield replace(like, name=named, value=getattr(term, name), method="Cox regression, univariate", note=term.note)


def _bounds(bounds: Bounds, of: str = "") -> Iterator[Number]:
    where, role = f"quarantined_bounds{of}", "sensitivity"
    yield Number(where, "inside", "all", bounds.inside, "patients", "count", None, role)
    yield Number(where, "waiting", "all", bounds.waiting, "patients", "count", None, role)
    for case in bounds.cases:
        for name, share in (*((name, share) for name, _, share in case.rates), ("deaths", case.deaths)):
            yield from _share(where, f"{case.name}.{name}", "all", share, role)


def _safety(safety: Safety) -> Iterator[Number]:
    yield from _grades("laboratory_grades", safety.laboratory)
    yield from _grades("laboratory_grades_by_cycle", safety.by_cycle)
    yield from _grades("event_grades", safety.events)
    for group in safety.exposure:
        for name in ("treated", "reduced", "shortened", "late"):
            yield from _share("exposure", name, group.name, getattr(group, name), "primary")
        measured = (("cycles", group.cycles, "cycles"), *((f"{drug}_pct", moments, "%") for drug, moments in group.relative_doses))
        for name, moments, unit in measured:
            for statistic in ("mean", "sd", "median", "lower_quartile", "upper_quartile"):
                value = getattr(moments, statistic)
                yield Number("exposure", f"{name}.{statistic}", group.name, value, unit, statistic, moments.count, "primary")


def _grades(where: str, table: GradeTable) -> Iterator[Number]:
    for line in table.lines:
        named = line.name if line.cycle is None else f"{line.name}.cycle_{line.cycle}"
        parts = [*((f"grade_{grade}", shares) for grade, shares in line.grades), ("ungraded", line.ungraded), ("severe", line.severe)]
        for name, shares in parts:
            for group, share in zip(table.groups, shares, strict=True):
                yield Number(where, f"{named}.{name}.count", group, share.count, "patients", "count", share.total, "primary")


def _share(where: str, name: str, group: str, share: Proportion, role: str) -> Iterator[Number]:
    yield Number(where, f"{name}.count", group, share.count, "patients", "count", share.total, role)
    yield Number(where, f"{name}.percent", group, share.percent, "%", "share", share.total, role)
