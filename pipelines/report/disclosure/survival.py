"""What the publish profile suppresses of survival: curves beyond the time at which few are at risk, and hazard ratios that stand on few."""

from dataclasses import replace

import polars as pl

from pipelines.analysis.cox import CoxFit, Term
from pipelines.analysis.cox_table import CoxTable
from pipelines.analysis.kaplan_meier import Curve, Estimate
from pipelines.analysis.log_rank import LogRank
from pipelines.analysis.survival_by_arm import Group, SurvivalByArm
from pipelines.report.disclosure.small_cells import is_small
from pipelines.report.in_print import SUPPRESSED

NO_ESTIMATE = Estimate(SUPPRESSED, SUPPRESSED, SUPPRESSED)


def suppress_survival(
    survival: SurvivalByArm, threshold: int, sizes: tuple[int, ...] | None = None, hide_events: bool = False
) -> SurvivalByArm:
    """Return one endpoint without small counts; `sizes` are those of the groups, patients without a time included.

    Every curve ends where any of them comes to a small number at risk: the curve of all with that of one arm would tell the other.
    Where few had the event, or few had not, no group's events are told; where few of a group have no time, nothing at all.
    """
    arms = survival.groups[:-1]
    counts = [n for group in survival.groups for n in (group.curve.event_count, group.curve.patients - group.curve.event_count)]
    known = [group.curve.patients for group in survival.groups]
    few_unknown = any(is_small(size - count, threshold) for size, count in zip(sizes or known, known, strict=True))
    hide_events = hide_events or few_unknown or any(is_small(count, threshold) for count in counts)
    few_events = few_unknown or any(is_small(group.curve.event_count, threshold) for group in survival.groups)
    end = min((_last_time(group.curve, threshold) for group in arms), default=0.0)
    groups = tuple(_group(group, end, threshold, hide_events, few_events) for group in survival.groups)
    tests = (_log_rank(test, hide_events, few_events) for test in (survival.log_rank, survival.log_rank_until))
    log_rank, log_rank_until = tests
    left_out = survival.left_out
    if few_unknown or is_small(left_out, threshold):
        left_out = SUPPRESSED
        nobody = tuple((month, SUPPRESSED) for month, _ in survival.groups[-1].at_risk)
        groups = tuple(replace(group, curve=replace(group.curve, patients=SUPPRESSED), at_risk=nobody) for group in groups)
    rate_tests = tuple((month, test) for month, test in survival.rate_tests if month <= end and not few_events)
    return replace(survival, groups=groups, log_rank=log_rank, log_rank_until=log_rank_until, left_out=left_out, rate_tests=rate_tests)


def _last_time(curve: Curve, threshold: int) -> float:
    """Return the last time at which the number at risk is not small."""
    return max((time for time, n in zip(curve.times, curve.at_risk, strict=True) if n >= threshold), default=0.0)


def _group(group: Group, end: float, threshold: int, hide_events: bool, few_events: bool) -> Group:
    curve = _cut(group.curve, 0.0 if few_events else end)
    if hide_events:
        curve = replace(curve, event_count=SUPPRESSED)
    at_risk = tuple((month, n if n >= threshold and month <= end else SUPPRESSED) for month, n in group.at_risk)
    if group.name == "all":  # less than the arms together it may not say, and more it need not
        at_risk = tuple((month, SUPPRESSED) for month, _ in group.at_risk)
    if few_events:
        return replace(
            group, curve=curve, median=NO_ESTIMATE, rates=tuple((month, NO_ESTIMATE) for month, _ in group.rates), at_risk=at_risk
        )
    rates = tuple((month, rate if month <= end else NO_ESTIMATE) for month, rate in group.rates)
    return replace(group, curve=curve, median=_within(group.median, end), rates=rates, at_risk=at_risk)


def _cut(curve: Curve, end: float) -> Curve:
    kept = sum(time <= end for time in curve.times)
    names = ("times", "at_risk", "events", "censored", "survival", "std_err", "lower", "upper")
    return replace(curve, **{name: getattr(curve, name)[:kept] for name in names})


def _within(median: Estimate, end: float) -> Estimate:
    """Return a median of which only what is read off the shown part of the curve is told."""
    shown = (value if value is None or value <= end else SUPPRESSED for value in (median.estimate, median.lower, median.upper))
    return Estimate(*shown)


def _log_rank(test: LogRank, hide_events: bool, few_events: bool) -> LogRank:
    if not hide_events:
        return test
    hidden = tuple(SUPPRESSED for _ in test.groups)
    test = replace(test, observed=hidden, expected=hidden)
    return replace(test, p_value=SUPPRESSED, chi_square=SUPPRESSED, note="") if few_events else test


def suppress_cox(table: CoxTable, survival: SurvivalByArm, patients: pl.DataFrame, threshold: int) -> CoxTable:
    """Return Table 3 or 4 without the hazard ratios of covariates with few patients or few events in one of their groups.

    `patients` have the columns of the covariates.
    """
    hide_events = survival.groups[-1].curve.event_count is SUPPRESSED
    columns = [[term.name for term in fit.terms] for fit in table.univariate]
    hidden = {name for names in columns if _stands_on_few(names, table.endpoint, patients, threshold) for name in names}
    hidden |= {name for name, names in zip(table.covariates, columns, strict=True) if hidden.issuperset(names)}
    events = None if hide_events else survival.groups[-1].curve.event_count
    univariate = tuple(_fit(fit, hidden, events, threshold) for fit in table.univariate)
    return replace(table, univariate=univariate, multivariate=_fit(table.multivariate, hidden, events, threshold))


def _stands_on_few(columns: list[str], endpoint: str, patients: pl.DataFrame, threshold: int) -> bool:
    """Say whether a group is small: those with a level of a factor, those with its reference; of a flag those with it and without."""
    known = patients.drop_nulls([f"{endpoint}_days", f"{endpoint}_event", *columns])
    reference = known.filter(pl.all_horizontal(pl.col(name) == 0 for name in columns))
    for group in (reference, *(known.filter(pl.col(name) == 1) for name in columns)):
        events = int(group[f"{endpoint}_event"].sum())
        if any(is_small(count, threshold) for count in (group.height, events, group.height - events)):
            return True
    return False


def _fit(fit: CoxFit, hidden: set[str], events: int | None, threshold: int) -> CoxFit:
    """Return a fit without small counts; `events` are those of all patients, None where they are suppressed."""
    terms = tuple(_hidden(term) if term.name in hidden else term for term in fit.terms)
    zph = tuple(test for test in fit.proportional_hazards if test.name not in hidden)
    joint = tuple(test for test in fit.joint_tests if test.name not in hidden)
    fit = replace(fit, terms=terms, proportional_hazards=zph, joint_tests=joint)
    if is_small(fit.left_out, threshold):
        fit = replace(fit, left_out=SUPPRESSED, patients=SUPPRESSED, notes=())
    # those left out had the other events
    others = 0 if events is None or fit.left_out is SUPPRESSED else events - fit.events
    hide_events = events is None or fit.left_out is SUPPRESSED or any(is_small(n, threshold) for n in (others, fit.left_out - others))
    if hide_events:
        fit = replace(fit, events=SUPPRESSED, events_per_covariate=SUPPRESSED, notes=())
    return fit


def _hidden(term: Term) -> Term:
    return Term(term.name, term.label, *(SUPPRESSED,) * 7)
