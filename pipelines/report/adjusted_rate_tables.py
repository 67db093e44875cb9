"""The adjusted rates as they are printed, a line for each endpoint, month and method; and the weighted curves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from pipelines.analysis.adjusted_rates import DOUBLY_ROBUST, WEIGHTED, AdjustedRates
from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.kaplan_meier import Estimate, median_of
from pipelines.report.added_curves import curves_of, figure_of
from pipelines.report.adjusted_numbers import named_by_arm
from pipelines.report.adjusted_tables import compared_in_words
from pipelines.report.document import Block, Cell, Figure, Line, Table, cells_of
from pipelines.report.in_print import NONE, interval, rate, rounded

METHODS = {WEIGHTED: "By stabilised weights", DOUBLY_ROBUST: "Doubly robust"}


def print_adjusted_rates(
    rates: Sequence[AdjustedRates], arms: ComparedArms, titles: Mapping[str, str], present: Sequence[str], months: Sequence[float]
) -> Iterator[Block]:
    """Yield for each two arms the table, and a figure of each endpoint; `titles` are the labels of the endpoints."""
    for both, listed in groupby(rates, lambda one: one.arms):
        group = tuple(listed)
        yield _table(group, arms, titles, named_by_arm("adjusted_rates", both, present))
        for one in group:
            yield _figure(one, arms, titles[one.endpoint], named_by_arm(f"weighted_{one.endpoint}", both, present), months)


def _table(rates: Sequence[AdjustedRates], arms: ComparedArms, titles: Mapping[str, str], name: str) -> Table:
    first, lines, failed = rates[0], [], max(one.failed for one in rates)
    for one in rates:
        lines.append(Line(titles[one.endpoint], (Cell(""),) * 3))
        for found in one.rates:
            cells = (rate(found.reference), rate(found.arm), _difference(found.difference))
            lines.append(Line(f"Month {found.month:g}, {METHODS[found.method].lower()}", cells_of(*cells), True))
    lost = f" In {failed} draws the arms were separated, and no score could be given." if failed else ""
    return Table(
        name=name,
        number="Table S",
        title=f"Survival of {compared_in_words(first.arms, arms)} with the confounders made alike, by month",
        columns=("", *(f"{arms.title(arm)}\n% (95 % CI)" for arm in first.arms), "Difference, points (95 % CI)"),
        lines=tuple(lines),
        notes=(
            f"{_patients_in_words(rates, titles)} with all confounders known. The rate if everybody had been in the arm (estimand: all "
            "patients). Weights: Kaplan–Meier with the stabilised weights of the score. Doubly robust: pseudo-values at the month, a "
            "linear model of the confounders in each arm, its residuals weighted; right if the score or the model is, and not held "
            "between 0 and 100 %.",
            f"Limits: {first.draws:,} draws of patients within each arm, with a score and a model of their own; percentiles.{lost} A dash: "
            "nobody is at risk, or too few draws tell.",
        ),
        role="sensitivity",
    )


def _patients_in_words(rates: Sequence[AdjustedRates], titles: Mapping[str, str]) -> str:
    """Return how many patients there are, by endpoint where not all have a time to each of them."""
    if len({one.patients for one in rates}) == 1:
        return f"{rates[0].patients} patients"
    return f"Patients ({', '.join(f'{titles[one.endpoint]} {one.patients}' for one in rates)})"


def _difference(estimate: Estimate) -> str:
    if estimate.estimate is None:
        return NONE
    points = [None if value is None else 100 * value for value in (estimate.estimate, estimate.lower, estimate.upper)]
    limits = f" ({interval(points[1], points[2], 1)})" if points[1] is not None else ""
    return f"{rounded(points[0], 1)}{limits}"


def _figure(one: AdjustedRates, arms: ComparedArms, title: str, name: str, months: Sequence[float]) -> Figure:
    groups = [(arm, curve, median_of(curve)) for arm, curve in zip(one.arms, one.curves, strict=True)]
    figure = figure_of(name, f"{title} by arm, weighted", curves_of(title, "the index date", groups), arms, months)
    return replace(figure, notes=(
        "Kaplan–Meier curves with the stabilised weights of the propensity score; bands: 95 % of the draws. At risk: the sum of the "
        "weights of those observed at least that long, in whole patients.",
    ))  # fmt: skip
