"""The residuals of the multivariate models in pictures, a panel per coefficient or covariate, and who moves a coefficient most.

A point is a patient, so that they are for inside the hospital.
"""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from pipelines.analysis.residual_checks import Influence, Points, ResidualChecks
from pipelines.report.document import Block, Cell, Figure, Line, Table, cells_of
from pipelines.report.figure_style import COLOURS, LINE, SOFT
from pipelines.report.in_print import rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

LETTERS = 30  # of a title on one line
WIDTH, PANEL, ACROSS = 7.2, 2.05, 3  # inches, inches, panels in a row
INTERNAL = "Points are single patients: not for print, and left out of it by the profile “publish”."


def print_residuals(checks: Sequence[ResidualChecks], titles: Mapping[str, str]) -> Iterator[Block]:
    """Yield the figures of each endpoint and one table of influence; `titles` are the labels of the endpoints."""
    for one in checks:
        title = titles[one.endpoint]
        yield _figure(f"schoenfeld_{one.endpoint}", f"Coefficients over time: {title.lower()}", one, (
            "Scaled Schoenfeld residuals of the multivariate model: how each coefficient was at each event. Line: smoothed "
            f"(lowess); dashed: that of the model. A line that rises or falls speaks against proportional hazards. {INTERNAL}"
        ))  # fmt: skip
        if one.measured:
            yield _figure(f"martingale_{one.endpoint}", f"Martingale residuals by measured covariates: {title.lower()}", one, (
                "Events less those that the multivariate model expects, by measured covariates. Line: smoothed (lowess); where it is not "
                f"level, the covariate says more than the model makes of it. {INTERNAL}"
            ))  # fmt: skip
    if checks:
        yield _table(checks, titles)


def _figure(name: str, title: str, one: ResidualChecks, note: str) -> Figure:
    is_over_time = name.startswith("schoenfeld")
    labels = ", ".join(points.label for points in ([pair[0] for pair in one.coefficients] if is_over_time else one.measured))
    return Figure(
        name=name,
        number="Figure S",
        title=title,
        alt=f"Panels with a point per {'event' if is_over_time else 'patient'} and a smooth line: {labels}.",
        draw=lambda: draw_over_time(one) if is_over_time else draw_by_measured(one),
        notes=(note,),
        role="sensitivity",
        is_wide=True,
        is_of_patients=True,
    )


def draw_over_time(one: ResidualChecks) -> "Drawing":
    """Return the scaled Schoenfeld residuals, a panel per coefficient."""
    figure, panels = _panels(len(one.coefficients))
    for axes, (points, coefficient) in zip(panels, one.coefficients, strict=True):
        _draw_points(axes, points)
        axes.axhline(coefficient, color=SOFT, linestyle=(0, (4, 2)), linewidth=0.9)
    figure.supxlabel("Months since the index date", fontsize=8.5)
    figure.supylabel("Coefficient (log hazard ratio)", fontsize=8.5)
    return figure


def draw_by_measured(one: ResidualChecks) -> "Drawing":
    """Return the martingale residuals, a panel per measured covariate."""
    figure, panels = _panels(len(one.measured))
    for axes, points in zip(panels, one.measured, strict=True):
        _draw_points(axes, points)
        axes.axhline(0, color=SOFT, linestyle=(0, (4, 2)), linewidth=0.9)
    figure.supylabel("Martingale residual", fontsize=8.5)
    return figure


def _panels(count: int) -> tuple["Drawing", list["Axes"]]:
    from matplotlib.figure import Figure as Canvas

    rows = -(-count // ACROSS)
    figure = Canvas(figsize=(WIDTH, 0.45 + PANEL * rows), layout="constrained")
    found = figure.subplots(rows, ACROSS, squeeze=False)
    panels = list(found.flat)
    for axes in panels[count:]:
        axes.set_visible(False)
    return figure, panels[:count]


def _draw_points(axes: "Axes", points: Points) -> None:
    axes.plot(points.places, points.values, linestyle="none", marker="o", markersize=3, color=COLOURS[0], alpha=0.55, markeredgewidth=0)
    if points.smooth:
        axes.plot(*zip(*points.smooth, strict=True), color=COLOURS[1], linewidth=1.6)
    axes.set_title("\n".join(wrap(points.label, LETTERS)), fontsize=8.5, loc="left")
    axes.tick_params(labelsize=8)
    axes.yaxis.grid(True, color=LINE, linewidth=0.4)
    axes.set_axisbelow(True)


def _table(checks: Sequence[ResidualChecks], titles: Mapping[str, str]) -> Table:
    lines = []
    for one in checks:
        lines.append(Line(titles[one.endpoint], (Cell(""),) * 3))
        lines += [_line(influence) for influence in one.influences]
    return Table(
        name="influence",
        number="Table S",
        title="The multivariate models without the patient who moves a coefficient most",
        columns=("", "HR", "Moved by, SE", "HR without"),
        lines=tuple(lines),
        notes=(
            "Moved by: how many standard errors one patient moves the coefficient, to first order (dfbetas), the patient for whom it is "
            "most. HR without: the model fitted again without that patient.",
        ),
        role="sensitivity",
    )


def _line(one: Influence) -> Line:
    return Line(one.label, cells_of(rounded(one.hazard_ratio, 3), rounded(one.largest, 2), rounded(one.without, 3)), True)
