"""The checks of the multivariate models as they are printed, a column for each endpoint."""

from collections.abc import Mapping, Sequence

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.model_checks import ModelChecks
from pipelines.report.document import Line, Table, cells_of
from pipelines.report.in_print import NONE, p_of, rounded


def print_model_checks(checks: Sequence[ModelChecks], arms: ComparedArms, titles: Mapping[str, str], number: str) -> Table:
    """Return the table; `titles` are the labels of the endpoints."""
    first = checks[0]
    lines = [
        Line("Concordance", cells_of(*(rounded(one.concordance, 3) for one in checks))),
        Line("Largest variance inflation", cells_of(*(_inflation(one) for one in checks))),
    ]
    for place, (_, label, _, _) in enumerate(first.linearity):
        lines.append(
            Line(f"{label}: departure from a straight line, P-value", cells_of(*(p_of(one.linearity[place][3]) for one in checks)))
        )
    for place, one in enumerate(first.detectable):
        shown = (_detectable(check.detectable[place].hazard_ratio, check.detectable[place].events) for check in checks)
        lines.append(Line(f"Detectable hazard ratio, {arms.title(one.arm)}", cells_of(*shown)))
    reasons = dict.fromkeys(f"{label}: {test.note}." for check in checks for _, label, _, test in check.linearity if test.note)
    return Table(
        name="model_checks",
        number=number,
        title="Checks of the multivariate models, and what the events could have shown",
        columns=("", *(titles[one.endpoint] for one in checks)),
        lines=tuple(lines),
        notes=(
            "Concordance: the share of pairs in which the one with the higher estimated risk had the event first (0.5 is chance). Variance "
            "inflation: above 5 or 10 covariates say much the same. Straight line: a restricted cubic spline of the covariate alone, four "
            "knots. Detectable: with 80 % power at 5 % (Schoenfeld), no other covariate; a ratio nearer to 1 could be missed.",
            *reasons,
        ),
        role="sensitivity",
    )


def _inflation(one: ModelChecks) -> str:
    return f"{rounded(one.inflation[1], 2)} ({one.inflation[0]})" if one.inflation else NONE


def _detectable(ratio: float | None, events: int) -> str:
    if ratio is None:
        return NONE
    return f"≤ {rounded(ratio, 2)} or ≥ {rounded(1 / ratio, 2)} ({events} events)"
