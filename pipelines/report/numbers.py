"""Every number of the statistics as one line: its analysis, name, group, value, unit, method, on how many, primary or sensitivity."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipelines.analysis.baseline_table import BaselineTable, Moments
from pipelines.analysis.cox import CoxFit
from pipelines.analysis.cox_table import CoxTable
from pipelines.analysis.group_tests import Test
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.analysis.landmark import Landmark
from pipelines.analysis.log_rank import LogRank
from pipelines.analysis.proportions import Proportion
from pipelines.analysis.response_duration import Duration
from pipelines.analysis.response_table import ResponseTable
from pipelines.analysis.run_statistics import Statistics
from pipelines.analysis.survival_by_arm import SurvivalByArm
from pipelines.report.added_numbers import added_numbers
from pipelines.report.adjusted_numbers import adjusted_numbers
from pipelines.report.further_numbers import further_numbers
from pipelines.report.in_print import SUPPRESSED
from pipelines.report.number import Number
from pipelines.report.requested_numbers import requested_numbers
from pipelines.report.response_tables import file_name

EXACT = "Clopper-Pearson"
FIRST_COX_TABLE = 3  # the tables of the endpoints follow those of the patients and of their responses


def numbers_of(statistics: Statistics) -> list[Number]:
    """Return every number of the statistics, in the order of the report."""
    paper, medians = statistics.paper, "Kaplan-Meier, interval {}"
    found: list[Number] = []
    found += _baseline(paper.baseline)
    found += _response("table_2", paper.response, "primary")
    found += _response("table_2_confirmed", paper.confirmed_response, "sensitivity")
    for table in statistics.readers:
        found += _response(f"table_2_{table.definition.split()[-2].lower()}", table, "sensitivity")
    if statistics.criterion and statistics.criterion.unverifiable_reads:
        counts = (("recorded", statistics.criterion.recorded_reads), ("unverifiable", statistics.criterion.unverifiable_reads))
        found += [Number("recorded_responses", name, "all", value, "reads", "count", None, "primary") for name, value in counts]
    if undated := statistics.undated:
        for name in ("reads", "patients", "counted"):
            unit = "patients" if name == "patients" else "reads"
            found.append(Number("reads_without_a_day", name, "all", getattr(undated, name), unit, "count", None, "primary"))
        for table in undated.readers:
            reader = table.definition.partition(",")[0].split()[-1].lower()
            found += _response(f"table_2_{reader}_with_undated_reads", table, "sensitivity")
    for other in statistics.other_criteria:
        name = file_name(other.criterion.label)
        for where, table in ((f"response_{name}", other.response), (f"response_{name}_confirmed", other.confirmed_response)):
            found += _response(where, table, "sensitivity") if table else ()
        for table in other.readers:
            found += _response(f"response_{name}_{table.definition.split()[-2].lower()}", table, "sensitivity")
    found += _durations("response_duration", statistics.durations, "primary", medians)
    found += _durations("confirmed_response_duration", statistics.confirmed_durations, "sensitivity", medians)
    for survival in paper.survivals:
        found += _survival(survival, medians)
    found += added_numbers(statistics)
    for place, table in enumerate(paper.coxes, FIRST_COX_TABLE):
        found += _cox_table(f"table_{place}", table)
    for landmark in statistics.landmarks:
        found += _landmark(landmark)
    found += adjusted_numbers(statistics)
    found += further_numbers(statistics)
    found += requested_numbers(statistics)
    for step in statistics.flow:
        for name in ("before_count", "excluded_count", "remaining_count"):
            found.append(Number("cohort_flow", f"{step['criterion']}.{name}", "all", step[name], "patients", "count", None, "primary"))
    return found


def _share(share: Proportion, analysis: str, name: str, group: str, role: str) -> Iterator[Number]:
    yield Number(analysis, f"{name}.count", group, share.count, "patients", "count", share.total, role)
    yield Number(analysis, f"{name}.percent", group, share.percent, "%", "share", share.total, role)
    if share.lower_percent is not None:
        yield Number(analysis, f"{name}.lower", group, share.lower_percent, "%", EXACT, share.total, role)
        yield Number(analysis, f"{name}.upper", group, share.upper_percent, "%", EXACT, share.total, role)


def _test(test: Test, analysis: str, name: str, n: int, role: str) -> Iterator[Number]:
    yield Number(analysis, f"{name}.p", "arms", test.p_value, "p", test.name, n, role, test.note)
    if test.statistic is not None:
        yield Number(analysis, f"{name}.statistic", "arms", test.statistic, "", test.name, n, role)
        yield Number(analysis, f"{name}.df", "arms", test.df, "", test.name, n, role)


def _baseline(table: BaselineTable) -> Iterator[Number]:
    where = "table_1"
    for group, size in zip(table.groups, table.sizes, strict=True):
        yield Number(where, "patients", group, size, "patients", "count", size, "primary")
    for row in table.rows:
        for level in row.levels:
            for group, share in zip(table.groups, level.groups, strict=True):
                yield from _share(share, where, f"{row.name}.{level.value}", group, "primary")
        for group, moments in zip(table.groups, row.moments, strict=bool(row.moments)):
            yield from _moments(moments, where, row.name, group, row.label)
        for group, share in zip(table.groups, row.missing, strict=True):
            yield from _share(share, where, f"{row.name}.missing", group, "primary")
        size = table.sizes[-1]
        method = "standardised mean difference"
        yield Number(where, f"{row.name}.smd", "arms", row.standardised_difference, "SD", method, size, "primary")
        yield from _test(row.test, where, row.name, size, "primary")


def _moments(moments: Moments, where: str, name: str, group: str, label: str) -> Iterator[Number]:
    unit = label.rpartition("(")[2].rstrip(")") if "(" in label else ""
    named = ("mean", "sd", "median", "lower_quartile", "upper_quartile")
    for statistic in named:
        method = "quantile, type 7" if statistic in named[2:] else statistic
        yield Number(where, f"{name}.{statistic}", group, getattr(moments, statistic), unit, method, moments.count, "primary")


def _response(where: str, table: ResponseTable, role: str) -> Iterator[Number]:
    for line in table.lines:
        for group, share in zip(table.groups, line.groups, strict=True):
            yield from _share(share, where, line.name, group, role)
    size = table.sizes[-1]
    for name, test in zip(("responses", *(rate.name for rate in table.rates)), table.tests, strict=True):
        yield from _test(test, where, name, size, role)


def _estimate(estimate: Estimate, like: Number, scale: float = 1) -> Iterator[Number]:
    """Yield an estimate and its limits, each a number that else is like the one given; its note says why there is none."""
    for which, value in (("estimate", estimate.estimate), ("lower", estimate.lower), ("upper", estimate.upper)):
        scaled = value if value is None or value is SUPPRESSED else value * scale
        note = (like.note or "not reached") if value is None else ""
        yield replace(like, name=like.name if which == "estimate" else f"{like.name}.{which}", value=scaled, note=note)


def _durations(where: str, durations: Iterable[Duration], role: str, method: str) -> Iterator[Number]:
    for one in durations:
        how = method.format(one.curve.confidence_type)
        yield Number(where, "responders", one.name, one.responders, "patients", "count", one.responders, role)
        yield Number(where, "events", one.name, one.events, "patients", "count", one.responders, role)
        yield from _estimate(one.median, Number(where, "median", one.name, None, "months", how, one.responders, role))


def _survival(survival: SurvivalByArm, method: str) -> Iterator[Number]:
    where, size = survival.endpoint, survival.groups[-1].curve.patients
    for group in survival.groups:
        n, how = group.curve.patients, method.format(group.curve.confidence_type)
        yield Number(where, "patients", group.name, n, "patients", "count", n, "primary")
        yield Number(where, "events", group.name, group.curve.event_count, "patients", "count", n, "primary")
        yield from _estimate(group.median, Number(where, "median", group.name, None, "months", how, n, "primary"))
        for month, rate in group.rates:
            least = "nobody is" if survival.least_at_risk == 1 else f"fewer than {survival.least_at_risk} are"
            beyond = "" if rate.estimate is not None else f"{least} at risk any more"
            yield from _estimate(rate, Number(where, f"rate_at_{month:g}", group.name, None, "%", how, n, "primary", beyond), 100)
        for month, count in group.at_risk:
            yield Number(where, f"at_risk_at_{month:g}", group.name, count, "patients", "time >= t", n, "primary")
    for month, test in survival.rate_tests:
        yield from _test(test, where, f"rates_at_{month:g}", size, "sensitivity")
    yield from _log_rank(survival.log_rank, where, "log_rank", size, "primary")
    yield from _log_rank(survival.log_rank_until, where, f"log_rank_until_{survival.log_rank_until.until:g}", size, "sensitivity")
    for pair in survival.pairwise:
        where_from = f"log_rank_against_{pair.reference}.p"
        yield Number(where, where_from, pair.arm, pair.test.p_value, "p", "log-rank test", None, "primary", pair.test.note)
    follow_up = survival.follow_up
    yield Number(where, "follow_up.median", "all", follow_up.median_observed, "months", "median of observed time", size, "primary")
    how = f"reverse {method.format(survival.groups[-1].curve.confidence_type)}"
    yield from _estimate(
        follow_up.reverse_kaplan_meier, Number(where, "follow_up.reverse", "all", None, "months", how, size, "sensitivity")
    )
    yield Number(where, "left_out", "all", survival.left_out, "patients", "count", size, "primary")


def _log_rank(test: LogRank, where: str, name: str, n: int, role: str) -> Iterator[Number]:
    yield Number(where, f"{name}.p", "arms", test.p_value, "p", "log-rank test", n, role, test.note)
    yield Number(where, f"{name}.chi_square", "arms", test.chi_square, "", "log-rank test", n, role)
    for group, observed, expected in zip(test.groups, test.observed, test.expected, strict=True):
        yield Number(where, f"{name}.observed", group, observed, "events", "log-rank test", n, role)
        yield Number(where, f"{name}.expected", group, expected, "events", "log-rank test", n, role)


def _cox_table(where: str, table: CoxTable) -> Iterator[Number]:
    for fit in table.univariate:
        yield from _cox(fit, where, "univariate")
    yield from _cox(table.multivariate, where, "multivariate")


def _cox(fit: CoxFit, where: str, kind: str, role: str = "primary") -> Iterator[Number]:
    method = f"Cox regression, {kind}, Efron's ties"
    for term in fit.terms:
        for name in ("hazard_ratio", "lower", "upper", "p_value", "coefficient", "std_err"):
            value = getattr(term, name)
            yield Number(where, f"{kind}.{term.name}.{name}", "arms", value, "", method, fit.patients, role, term.note)
        for name in ("hazard_ratio", "lower", "upper", "p_value") if term.penalised else ():
            value = getattr(term.penalised, name)
            how = "Firth's penalised likelihood, Efron's ties, profile limits"
            yield Number(where, f"{kind}.{term.name}.firth.{name}", "arms", value, "", how, fit.patients, "sensitivity")
    for test in fit.joint_tests:
        for name in ("chi_square", "df", "p_value"):
            yield Number(where, f"{kind}.{test.name}.{name}", "arms", getattr(test, name), "", "Wald test", fit.patients, role)
    if kind == "multivariate" or not fit.terms:
        yield Number(where, f"{kind}.events", "all", fit.events, "patients", "count", fit.patients, role)
        yield Number(where, f"{kind}.left_out", "all", fit.left_out, "patients", "count", fit.patients, role)
        yield Number(where, f"{kind}.events_per_covariate", "all", fit.events_per_covariate, "", method, fit.patients, role)
    for test in fit.proportional_hazards[: len(fit.proportional_hazards) - (kind == "univariate")]:  # of one covariate GLOBAL is the same
        yield Number(where, f"{kind}.zph.{test.name}.p", "all", test.p_value, "p", "score test, as cox.zph", fit.patients, role)


def _landmark(landmark: Landmark) -> Iterator[Number]:
    where = f"landmark_{landmark.endpoint}_{landmark.landmark.removeprefix('the ').replace(' ', '_')}"
    for group in landmark.groups:
        yield Number(where, "patients", group.name, group.patients, "patients", "count", group.patients, "sensitivity")
        yield Number(where, "events", group.name, group.events, "patients", "count", group.patients, "sensitivity")
        yield from _estimate(
            group.median, Number(where, "median", group.name, None, "months", "Kaplan-Meier", group.patients, "sensitivity")
        )
    yield Number(where, "left_out", "all", landmark.left_out, "patients", "count", None, "sensitivity")
    yield from _log_rank(landmark.log_rank, where, "log_rank", landmark.cox.patients, "sensitivity")
    yield from _cox(landmark.cox, where, "univariate", "sensitivity")
