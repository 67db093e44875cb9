"""What stands beside the tables of response and survival: differences of rates with odds ratios, quantiles, restricted means."""

from collections.abc import Sequence

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.further_survival import FurtherSurvival
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.analysis.rate_differences import RateDifference
from pipelines.report.baseline_tables import group_columns
from pipelines.report.document import Cell, Line, Table, cells_of
from pipelines.report.in_print import HIDDEN, NONE, SUPPRESSED, interval, months, p_value, rounded
from pipelines.report.response_tables import in_full

NO_LIMIT = "∞"


def print_rate_differences(differences: Sequence[RateDifference], arms: ComparedArms, number: str) -> Table:
    """Return the rates of response of each arm beside those of the reference: differences and odds ratios."""
    lines = tuple(
        Line(f"{one.rate}, {arms.title(one.arm)}", cells_of(_with_limits(one.difference, 1), _with_limits(one.odds_ratio, 2, NO_LIMIT)))
        for one in differences
    )
    return Table(
        name="response_differences",
        number=number,
        title=f"Rates of response beside those of {arms.title(differences[0].reference)}",
        columns=("", "Difference, percentage points (95 % CI)", "Odds ratio (95 % CI)"),
        lines=lines,
        notes=(
            "Difference: Newcombe's hybrid score interval, which holds for small counts, too. Odds ratio: the conditional estimate with "
            "its exact interval, as beside Fisher's test; of rare and of frequent responses it is farther from 1 than a ratio of rates.",
            in_full({"CI": "confidence interval"}),
        ),
        role="sensitivity",
    )


def print_further_survival(further: Sequence[FurtherSurvival], arms: ComparedArms, number: str) -> Table:
    """Return quantiles and restricted means of every endpoint, a block of lines for each."""
    first = further[0]
    lines, said = [], []
    for one in further:
        lines.append(Line(one.title, tuple(Cell("") for _ in (*one.groups, "p"))))
        for share, estimates in one.quantiles:
            label = f"Had the event, {100 * share:g} %, by month (95 % CI)"
            lines.append(Line(label, (*(Cell(months(estimate)) for estimate in estimates), Cell("")), True))
        if one.means:
            until = rounded(one.means.until, 1)
            means = (_with_limits(one.mean_of(group), 1) for group in one.groups)
            lines.append(Line(f"Restricted mean to month {until} (95 % CI)", cells_of(*means, ""), True))
            for difference in one.means.differences:
                cells = [_with_limits(difference.difference, 1) if group == difference.arm else "" for group in one.groups]
                label = f"Difference from {arms.title(difference.reference)}, months (95 % CI)"
                lines.append(Line(label, cells_of(*cells, p_value(difference.p_value)), True))
            said += [f"{one.title}: {one.means.note}."] if one.means.note else []
    return Table(
        name="survival_further",
        number=number,
        title="Quantiles and restricted means of survival",
        columns=("", *group_columns(first.groups, first.patients, arms), "P-value"),
        lines=tuple(lines),
        notes=(
            "Restricted mean: the area under the curve to a month that all arms observe; its difference assumes no proportional hazards. "
            "P-value: that of the difference, by the normal distribution.",
            *said,
            in_full({"CI": "confidence interval", "NR": "not reached"}),
        ),
        role="sensitivity",
    )


def _with_limits(estimate: Estimate, decimals: int, none: str = NONE) -> str:
    if estimate.estimate is SUPPRESSED:
        return HIDDEN
    if estimate.estimate is None and estimate.lower is None:
        return NONE
    return f"{rounded(estimate.estimate, decimals, none)} ({interval(estimate.lower, estimate.upper, decimals, none)})"
