"""The publish profile: the same statistics without small counts and without what they could be computed from.

Suppressed are: patients of arms that are small themselves (they leave the analysis, and the flow its counts); levels of tables with a small
count, with as many more as cover them (complementary suppression, small_cells), and the tests, intervals, percentages and denominators that
would give them away; curves, rates and medians beyond the time at which few are at risk; hazard ratios of covariates with few patients or
events. Where one count is part of another (confirmed responses of all, deaths of all events, a landmark of all patients), their difference
is a count too: if it is small, the smaller table is suppressed. Numbers have the digits that are printed, so that nothing is searched out
of them.
Left out as a whole are the readers' agreement, competing events, further Cox models, subgroups, adjusted survival, sensitivity runs,
bounds, single treatment cycles and the comparison with printed numbers: each is full of small counts, or would give one away by its
difference from another table.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from pipelines.analysis.arms import compared_arms
from pipelines.analysis.baseline_table import BaselineTable, Moments, Row
from pipelines.analysis.covariates import covariates_of, with_covariates
from pipelines.analysis.group_tests import Test
from pipelines.analysis.landmark import RESPONDER, Landmark
from pipelines.analysis.primary_tables import PaperTables
from pipelines.analysis.proportions import Proportion
from pipelines.analysis.requested import NOTHING_MORE
from pipelines.analysis.response_criteria import OtherResponses
from pipelines.analysis.response_duration import Duration
from pipelines.analysis.response_table import ALWAYS_SHOWN, ResponseLine, ResponseRate, ResponseTable
from pipelines.analysis.run_statistics import Cohort, Statistics, patients_with_times, run_statistics
from pipelines.analysis.sensitivity import Variant
from pipelines.analysis.survival_by_arm import SurvivalByArm
from pipelines.report.disclosure.added import suppress_added, without_counts
from pipelines.report.disclosure.safety import suppress_safety
from pipelines.report.disclosure.small_cells import is_small, levels_to_suppress, may_show_sum, merge_small_steps, suppress_in_parts
from pipelines.report.disclosure.survival import suppress_cox, suppress_survival
from pipelines.report.in_print import SUPPRESSED
from pipelines.settings.sections import Settings
from schemas import role

NOTHING = Proportion(SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED)
NO_MOMENTS = Moments(SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED)
NO_TEST = Test("not published", SUPPRESSED)
LEFT_OUT: dict[str, Any] = dict.fromkeys(
    ("agreement", "competing", "hazards", "checks", "adjusted", "subgroups", "sensitivity", "printed"), ()
) | {"bounds": None, "requested": NOTHING_MORE}
ENOUGH_FOR_A_MEAN = 20  # of fewer whole numbers a mean with one decimal tells how many they are


def statistics_in_profile(cohort: Cohort, settings: Settings, variants: Sequence[Variant] = ()) -> Statistics:
    """Return the statistics as the settings' profile shows them."""
    if settings.report.profile == "internal":
        return run_statistics(cohort, settings, variants)
    kept = without_small_arms(cohort, settings.report.small_cell)
    arms = compared_arms(settings.study)
    patients = patients_with_times(kept, arms)
    columns = with_covariates(patients, covariates_of(patients, arms, settings.study.covariates))
    return suppress_small_cells(run_statistics(kept, settings), columns, settings.report.small_cell)


def without_small_arms(cohort: Cohort, threshold: int) -> Cohort:
    """Return the cohort without the patients of arms that are small, and without the counts of the flow if there were any."""
    patients = cohort[role.ANALYSIS_SET]
    sizes = dict(patients.group_by("arm").len().rows())
    kept = [arm for arm, size in sizes.items() if size >= threshold]
    if len(kept) == len(sizes):
        return cohort
    flow = cohort[role.COHORT_FLOW].with_columns(
        *(pl.lit(None, dtype=pl.Int64).alias(name) for name in ("before_count", "excluded_count", "remaining_count"))
    )
    return {**cohort, role.ANALYSIS_SET: patients.filter(pl.col("arm").is_in(kept)), role.COHORT_FLOW: flow}


def suppress_small_cells(statistics: Statistics, patients: pl.DataFrame, threshold: int) -> Statistics:
    """Return the statistics without small counts; `patients` are those on whom they were made, with the covariates."""
    paper = statistics.paper
    sizes = paper.baseline.sizes
    survivals = suppress_survivals(paper.survivals, threshold, sizes)
    coxes = tuple(suppress_cox(table, survival, patients, threshold) for table, survival in zip(paper.coxes, survivals, strict=True))
    response, confirmed = (suppress_response(table, threshold) for table in (paper.response, paper.confirmed_response))
    if _tell_by_difference(_responses(paper.response), _responses(paper.confirmed_response), threshold):
        confirmed = _hidden_table(confirmed)
    return replace(
        statistics,
        paper=replace(
            paper,
            baseline=suppress_baseline(paper.baseline, threshold),
            response=response,
            confirmed_response=confirmed,
            survivals=survivals,
            coxes=coxes,
        ),
        readers=tuple(suppress_response(table, threshold) for table in statistics.readers),
        durations=_durations(statistics.durations, response, threshold),
        confirmed_durations=_durations(statistics.confirmed_durations, confirmed, threshold),
        landmarks=tuple(one for one in statistics.landmarks if not _has_small_counts(one, paper, threshold)),
        flow=_flow(statistics.flow, threshold),
        **suppress_added(statistics, response, survivals),
        other_criteria=tuple(_other_criterion(other, threshold) for other in statistics.other_criteria),
        **LEFT_OUT,
        safety=suppress_safety(statistics.safety, sizes, threshold) if statistics.safety else None,
    )


def suppress_survivals(survivals: Sequence[SurvivalByArm], threshold: int, sizes: tuple[int, ...]) -> tuple[SurvivalByArm, ...]:
    """Return each endpoint without small counts; its events are hidden where they differ by few from those of one before it."""
    shown: list[SurvivalByArm] = []
    for place, survival in enumerate(survivals):
        tells = any(_tell_by_difference(_events(survival), _events(other), threshold) for other in survivals[:place])
        shown.append(replace(suppress_survival(survival, threshold, sizes, hide_events=tells), pairwise=()))
    return tuple(shown)


def _tell_by_difference(whole: list[int], part: list[int], threshold: int) -> bool:
    return any(is_small(abs(one - other), threshold) for one, other in zip(whole, part, strict=True))


def _events(survival: SurvivalByArm) -> list[int]:
    return [group.curve.event_count for group in survival.groups]


# --- Table 1


def suppress_baseline(table: BaselineTable, threshold: int) -> BaselineTable:
    """Return Table 1 without small counts; the sizes of the groups are public."""
    make = {"factor": _factor, "flags": _flags, "number": _number}
    return replace(table, rows=tuple(make[row.kind](row, table.sizes, threshold) for row in table.rows))


def _factor(row: Row, sizes: tuple[int, ...], threshold: int) -> Row:
    lines = [*(level.groups for level in row.levels), row.missing]
    suppressed = levels_to_suppress([[share.count for share in line[:-1]] for line in lines], threshold)
    if not suppressed:
        return row
    is_missing_hidden = len(row.levels) in suppressed
    levels = tuple(
        replace(level, groups=tuple(_share(share, place in suppressed, is_missing_hidden) for share in level.groups))
        for place, level in enumerate(row.levels)
    )
    missing = tuple(NOTHING for _ in sizes) if is_missing_hidden else row.missing
    return replace(row, levels=levels, missing=missing, standardised_difference=SUPPRESSED, test=NO_TEST)


def _share(share: Proportion, is_hidden: bool, is_missing_hidden: bool) -> Proportion:
    if is_hidden:
        return NOTHING
    # a percentage of the patients with a value would tell how many have none
    return Proportion(share.count, SUPPRESSED, SUPPRESSED) if is_missing_hidden else share


def _flags(row: Row, sizes: tuple[int, ...], threshold: int) -> Row:
    """Each level is a table of its own: those who have it and those who have not."""
    levels, is_any_hidden = [], False
    for level in row.levels:
        have = [share.count for share in level.groups[:-1]]
        have_not = [size - count for size, count in zip(sizes[:-1], have, strict=True)]
        hide = bool(levels_to_suppress([have, have_not], threshold))
        is_any_hidden |= hide
        levels.append(replace(level, groups=tuple(NOTHING for _ in sizes)) if hide else level)
    missing = row.missing
    if _is_missing_small(row, sizes, threshold):
        missing, is_any_hidden = tuple(NOTHING for _ in sizes), True
    if not is_any_hidden:
        return row
    return replace(row, levels=tuple(levels), missing=missing, standardised_difference=SUPPRESSED, test=NO_TEST)


def _is_missing_small(row: Row, sizes: tuple[int, ...], threshold: int) -> bool:
    missing = [share.count for share in row.missing[:-1]]
    known = [size - count for size, count in zip(sizes[:-1], missing, strict=True)]
    return bool(levels_to_suppress([missing, known], threshold))


def _number(row: Row, sizes: tuple[int, ...], threshold: int) -> Row:
    hide_missing = _is_missing_small(row, sizes, threshold)
    enough = ENOUGH_FOR_A_MEAN if hide_missing else threshold
    few = [0 < moments.count < enough for moments in row.moments[:-1]]
    if not hide_missing and not any(few):
        return row
    # with the mean of all, that of the one arm that is suppressed could be computed
    hide = [*few, any(few)]
    moments = tuple(NO_MOMENTS if is_hidden else _blurred(one, hide_missing) for one, is_hidden in zip(row.moments, hide, strict=True))
    missing = tuple(NOTHING for _ in sizes) if hide_missing else row.missing
    return replace(row, moments=moments, missing=missing, standardised_difference=SUPPRESSED, test=NO_TEST)


def _blurred(moments: Moments, hide_count: bool) -> Moments:
    if not hide_count:
        return moments
    values = (moments.mean, moments.sd, moments.median, moments.lower_quartile, moments.upper_quartile)
    return Moments(SUPPRESSED, *(None if value is None else round(value, 1) for value in values))


# --- Table 2


def suppress_response(table: ResponseTable, threshold: int) -> ResponseTable:
    """Return Table 2 without small counts; a rate is shown only if it tells no more than the lines above it.

    Where it can be had, lines are suppressed within those that count in the same rates (responders; the others with disease control; the
    rest): then what is suppressed adds up to rates that may be shown.
    """
    counts = [[share.count for share in line.groups[:-1]] for line in table.responses]
    suppressed = levels_to_suppress(counts, threshold)
    if not suppressed:
        return table
    names = [line.name for line in table.responses]
    parts_of_table: dict[tuple[bool, ...], list[int]] = {}
    for place, name in enumerate(names):
        parts_of_table.setdefault(tuple(name in rate.responses for rate in table.rates), []).append(place)
    in_parts = suppress_in_parts(counts, list(parts_of_table.values()), threshold)
    if in_parts is not None:
        lines = tuple(_hidden_line(line) if place in in_parts else line for place, line in enumerate(table.responses))
        return replace(table, responses=lines, responses_test=NO_TEST)
    lines = tuple(_hidden_line(line) if place in suppressed else line for place, line in enumerate(table.responses))

    def shown(rate: ResponseRate) -> ResponseRate:
        places = frozenset(place for place, name in enumerate(names) if name in rate.responses)
        return rate if may_show_sum(places, suppressed) else _hidden_rate(rate)

    return replace(table, responses=lines, responses_test=NO_TEST, rates=tuple(map(shown, table.rates)))


def _other_criterion(other: OtherResponses, threshold: int) -> OtherResponses:
    """Return the responses by another criterion without small counts; what differs between criteria is the size of no group."""
    other = replace(other, criterion=without_counts(other.criterion))
    if not other.response or not other.confirmed_response:
        return other
    response, confirmed = (suppress_response(table, threshold) for table in (other.response, other.confirmed_response))
    if _tell_by_difference(_responses(other.response), _responses(other.confirmed_response), threshold):
        confirmed = _hidden_table(confirmed)
    readers = tuple(suppress_response(table, threshold) for table in other.readers)
    return replace(other, response=response, confirmed_response=confirmed, readers=readers, bounds=None)


def _responses(table: ResponseTable) -> list[int]:
    names = (*ALWAYS_SHOWN, *(rate.name for rate in table.rates))
    return [share.count for name in names for share in table.line(name).groups]


def _hidden_table(table: ResponseTable) -> ResponseTable:
    """Return a table of responses of which nothing is told."""
    lines, rates = tuple(map(_hidden_line, table.responses)), tuple(map(_hidden_rate, table.rates))
    return replace(table, responses=lines, responses_test=NO_TEST, rates=rates)


def _hidden_line(line: ResponseLine) -> ResponseLine:
    return replace(line, groups=tuple(NOTHING for _ in line.groups))


def _hidden_rate(rate: ResponseRate) -> ResponseRate:
    return replace(rate, groups=tuple(NOTHING for _ in rate.groups), test=NO_TEST)


def _durations(durations: tuple[Duration, ...], response: ResponseTable, threshold: int) -> tuple[Duration, ...]:
    """Responders are counted as in the table of responses: where it suppresses them, nothing is said of their responses."""
    is_hidden = response.responders.groups[-1] is NOTHING
    small = any(is_small(n, threshold) for one in durations for n in (one.responders, one.events, one.responders - one.events))
    return () if is_hidden or small else durations


def _has_small_counts(landmark: Landmark, paper: PaperTables, threshold: int) -> bool:
    """Say whether a landmark tells a small count, by itself or by what was before it: deaths, survivors, responses that came later."""
    if not paper.has_endpoints(landmark.endpoint):
        return True  # how many events there are in all is not told, so that nobody can say what the difference would be
    of_all = paper.survival(landmark.endpoint).groups[-1].curve.event_count
    events = sum(group.events for group in landmark.groups)
    before = (of_all - events, landmark.left_out - (of_all - events))
    (responders,) = (group.patients for group in landmark.groups if group.name == RESPONDER)
    later = paper.response.responders.groups[-1].count - responders
    counts = [n for group in landmark.groups for n in (group.patients, group.events, group.patients - group.events)]
    return any(is_small(abs(count), threshold) for count in (*counts, landmark.left_out, *before, later))


# --- the flow


def _flow(steps: tuple[dict[str, Any], ...], threshold: int) -> tuple[dict[str, Any], ...]:
    if any(step["excluded_count"] is None for step in steps):
        return steps
    runs = merge_small_steps([step["excluded_count"] for step in steps], threshold)
    if runs is None:
        return tuple(step | {"before_count": None, "excluded_count": None, "remaining_count": None} for step in steps)
    merged = []
    for run in runs:
        first, last = steps[run[0]], steps[run[-1]]
        merged.append(
            {
                "criterion": "+".join(str(steps[place]["criterion"]) for place in run),
                "description": "; ".join(str(steps[place]["description"]) for place in run),
                "reason": "; or ".join(str(steps[place]["reason"]) for place in run),
                "step": first["step"],
                "before_count": first["before_count"],
                "excluded_count": sum(steps[place]["excluded_count"] for place in run),
                "remaining_count": last["remaining_count"],
            }
        )
    return tuple(merged)
