"""Survival by arm as it is printed: events, medians, rates, log-rank tests and follow-up; and survival by response from a landmark."""

from collections.abc import Sequence
from typing import Any

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.landmark import Landmark
from pipelines.analysis.survival_by_arm import SurvivalByArm
from pipelines.report.baseline_tables import group_columns
from pipelines.report.document import Cell, Line, Paragraph, Table
from pipelines.report.in_print import HIDDEN, NONE, SUPPRESSED, interval, listed_in_words, months, p_of, p_value, rate, rounded
from pipelines.report.response_tables import in_full

AGAINST_REFERENCE = "Log-rank test against one arm: by the patients of the two arms alone, without a correction for the number of tests."
ABBREVIATIONS = {"CI": "confidence interval", "NR": "not reached"}


def print_survival(survivals: Sequence[SurvivalByArm], arms: ComparedArms, number: str) -> Table:
    """Return every endpoint in one table, a block of lines for each; of three and more arms, each is tested against the reference."""
    groups = survivals[0].groups
    blank = tuple(Cell("") for _ in groups)
    lines, said = [], []
    for survival in survivals:
        p = Cell(p_value(survival.log_rank.p_value), "a" if isinstance(survival.log_rank.p_value, float) else "")
        lines.append(Line(survival.title, (*blank, p)))
        counts = (Cell(_of(group.curve.event_count, group.curve.patients)) for group in survival.groups)
        lines.append(Line("Events of patients", (*counts, Cell("")), True))
        lines.append(Line("Median, months (95 % CI)", (*(Cell(months(group.median)) for group in survival.groups), Cell("")), True))
        tests = dict(survival.rate_tests)
        for place, (month, _) in enumerate(groups[0].rates):
            rates = tuple(Cell(rate(group.rates[place][1])) for group in survival.groups)
            test = tests.get(month)
            p = Cell(p_of(test), "b" if isinstance(test.p_value, float) else "") if test else Cell("")
            lines.append(Line(f"{month:g}-month rate, % (95 % CI)", (*rates, p), True))
        until = survival.log_rank_until
        p = Cell(p_value(until.p_value), "c" if isinstance(until.p_value, float) else "")
        lines += [Line(f"Log-rank test, follow-up cut at {until.until:g} months", (*blank, p), True)] if len(groups) > 2 else []
        lines += _against_reference(survival, arms)
        said += [f"{survival.title}: {survival.log_rank.note}, so there is no log-rank test."] if survival.log_rank.note else []
        said += [f"{survival.title}: {survival.left_out} patients without a time are left out."] if survival.left_out else []
    until, least = survivals[0].log_rank_until.until, survivals[0].least_at_risk
    return Table(
        name="survival_by_arm",
        number=number,
        title=f"{listed_in_words([survival.title for survival in survivals])} by arm",
        columns=(
            "",
            *group_columns(tuple(group.name for group in groups), tuple(group.curve.patients for group in groups), arms),
            "P-value",
        ),
        lines=tuple(lines),
        notes=(
            f"P-values: {{a}} log-rank test on the whole follow-up; {{b}} comparison of the rates of that month on the complementary "
            f"log–log scale; {{c}} log-rank test with follow-up cut at {until:g} months. {{b}} and {{c}} are sensitivity analyses.",
            f"Kaplan–Meier estimates, pointwise intervals of the {groups[0].curve.confidence_type} type. "
            f"A dash: {'nobody was' if least == 1 else f'fewer than {least} patients were'} at risk any more.",
            *([AGAINST_REFERENCE] if survivals[0].pairwise else []),
            *said,
            in_full(ABBREVIATIONS | {survival.short: survival.title for survival in survivals}),
        ),
    )


def _against_reference(survival: SurvivalByArm, arms: ComparedArms) -> list[Line]:
    """Return the line of the tests against the reference, the p-value of each arm in its column."""
    if not survival.pairwise:
        return []
    p_values = {pair.arm: p_value(pair.test.p_value) for pair in survival.pairwise}
    cells = (Cell(p_values.get(group.name, "")) for group in survival.groups)
    return [Line(f"Log-rank test against {arms.title(survival.pairwise[0].reference)}", (*cells, Cell("")), True)]


def follow_up_in_words(survival: SurvivalByArm) -> str:
    """Return the sentence on the length of follow-up."""
    follow_up = survival.follow_up
    if follow_up.median_observed is None:
        return "No patient has a follow-up time."
    deaths = survival.groups[-1].curve.event_count
    reverse = follow_up.reverse_kaplan_meier
    limits = interval(reverse.lower, reverse.upper, 1)
    said = (
        {1: "1 death was"}.get(deaths, f"{deaths} deaths were") if deaths is not SUPPRESSED else "A number of deaths that is not shown was"
    )
    return (
        f"The median observed time was {rounded(follow_up.median_observed, 1)} months (all patients, deaths included); the median "
        f"follow-up by the reverse Kaplan–Meier method was {rounded(reverse.estimate, 1, 'not reached')} months (95 % CI {limits}). "
        f"{said} recorded."
    )


def say_imputed_deaths(count: Any, month_of_death: str) -> tuple[Paragraph, ...]:
    """Return the sentence on deaths of which only the month is known, and the day that stands for theirs; nothing without any."""
    if not count:
        return ()
    day = {"first": "the first day of the month", "middle": "the 15th", "last": "the last day of the month"}[month_of_death]
    whom = "some patients" if count is SUPPRESSED else "1 patient" if count == 1 else f"{count} patients"
    more = "" if count is SUPPRESSED else " The sensitivity runs show survival with the other days."
    return (
        Paragraph(
            f"Of {whom} only the month of death is known: {day} was taken, but no day before the patient was last known alive, and none "
            f"after the as-of date.{more}"
        ),
    )


def print_landmarks(landmarks: Sequence[Landmark], number: str) -> Table:
    """Return survival of responders and the others from each landmark on."""
    lines = []
    for landmark in landmarks:
        term = landmark.cox.terms[0]
        ratio = NONE
        if term.hazard_ratio is not None:
            ratio = f"{rounded(term.hazard_ratio, 3)} ({interval(term.lower, term.upper, 3)})"
        head = f"From {landmark.landmark} on ({landmark.left_out} left out)"
        lines.append(Line(head, (Cell(""), Cell(""), Cell(ratio), Cell(p_value(landmark.log_rank.p_value)))))
        for group in landmark.groups:
            counts = _of(group.events, group.patients)
            median = months(group.median) if group.patients else NONE
            lines.append(Line(group.name.capitalize() + "s", (Cell(counts), Cell(median), Cell(""), Cell("")), True))
    return Table(
        name="landmarks",
        number=number,
        title="Overall survival by response, counted from a landmark",
        columns=("", "Deaths of patients", "Median from the landmark, months (95 % CI)", "HR (95 % CI)", "P-value"),
        lines=tuple(lines),
        notes=(
            "Response becomes known after the index date, so that it cannot be a baseline covariate. Left out are patients who died or "
            "were lost before the landmark, and those never assessed. P-value: log-rank test. HR, hazard ratio of responders against "
            "the others.",
        ),
        role="sensitivity",
    )


def _of(count: int, total: int) -> str:
    return HIDDEN if SUPPRESSED in (count, total) else f"{count} of {total}"
