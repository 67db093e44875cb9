"""Forest plots: the hazard ratio of every covariate with its interval, alone and together with the others."""

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from pipelines.analysis.cox import Term
from pipelines.analysis.cox_table import CoxTable
from pipelines.report.cox_tables import hazard_ratio
from pipelines.report.figure_style import COLOURS, INK, LINE, SOFT
from pipelines.report.in_print import HIDDEN, SUPPRESSED, p_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

WIDTH, LINE_HEIGHT = 7.2, 0.27  # inches
NARROWEST, WIDEST = 0.05, 20.0
TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
LETTERS = 50  # of a label on one line
FEW, MOST_LABELS = (0.05, 0.2, 1, 5, 20), 6  # where all have no room


def draw_forest(table: CoxTable) -> "Drawing":
    """Return the forest plot of one endpoint: univariate as open circles, multivariate as filled squares."""
    from matplotlib.figure import Figure

    rows = forest_rows(table)
    height = 0.85 + LINE_HEIGHT * max(len(rows), 1)
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0.37, 0.55 / height, 0.29, LINE_HEIGHT * max(len(rows), 1) / height))
    lower, upper = limits_of([term for _, term, _ in rows])
    set_scale(axes, lower, upper, len(rows))
    for place, row in enumerate(rows):
        if row[0] and place:
            axes.plot([-1.2, 2.13], [place - 0.5] * 2, color=LINE, linewidth=0.5, transform=axes.get_yaxis_transform(), clip_on=False)
        _draw_term(axes, place, row, (lower, upper))
    for x, text in ((-1.2, "Covariate"), (1.06, "HR (95 % CI)"), (1.86, "P-value")):
        axes.text(x, -0.85, text, transform=axes.get_yaxis_transform(), fontweight="bold", fontsize=8.5, va="center")
    return figure


def set_scale(axes: "Axes", lower: float, upper: float, rows: int) -> None:
    """Give a forest plot its logarithmic scale, the line of no difference, and one line per row."""
    axes.set_xscale("log")
    axes.set_xlim(lower, upper)
    axes.set_ylim(max(rows, 1) - 0.5, -0.5)
    ticks = [tick for tick in TICKS if lower <= tick <= upper]
    axes.set_xticks(ticks, [f"{tick:g}" if len(ticks) <= MOST_LABELS or tick in FEW else "" for tick in ticks], fontsize=8)
    axes.set_xticks([], minor=True)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.axvline(1, color=SOFT, linewidth=0.8)
    axes.set_xlabel("Hazard ratio (95 % CI, log scale)", fontsize=8.5)


def forest_rows(table: CoxTable) -> list[tuple[str, Term, bool]]:
    """Return the lines of the plot: each covariate alone and, below it, in the multivariate model."""
    inside = {term.name: term for term in table.multivariate.terms}
    rows = []
    for fit in table.univariate:
        for term in fit.terms:
            rows.append((term.label, term, False))
            if term.name in inside:
                rows.append(("", inside[term.name], True))
    return rows


def _draw_term(axes: "Axes", place: int, row: tuple[str, Term, bool], limits: tuple[float, float]) -> None:
    label, term, is_together = row
    transform = axes.get_yaxis_transform()
    parts = wrap(label, LETTERS) or ["    multivariate"]
    size = 8.5 if len(parts) == 1 else 7
    axes.text(-1.2, place, "\n".join(parts), transform=transform, fontsize=size, va="center", color=INK if label else SOFT)
    if term.interval is None:
        said = HIDDEN if term.hazard_ratio is SUPPRESSED else "no event" if term.has_no_event else "not estimated"
        axes.text(1.06, place, said, transform=transform, fontsize=8.5, va="center", color=SOFT)
        return
    draw_interval(axes, place, term, limits, Marker(is_together))
    axes.text(1.06, place, hazard_ratio(term), transform=transform, fontsize=8.5, va="center")
    axes.text(1.86, place, p_value(term.p_value), transform=transform, fontsize=8.5, va="center")


@dataclass(frozen=True)
class Marker:
    """How a ratio is drawn: a filled square or an open circle, and how large, in points."""

    is_filled: bool
    size: float = 5.0


def draw_interval(axes: "Axes", place: int, term: Term, limits: tuple[float, float], marker: Marker) -> None:
    """Draw a hazard ratio with its interval: a filled square on a line, or an open circle on dashes; arrows where it goes on."""
    if term.interval is None:
        return
    (lower, upper), (ratio, low, high) = limits, term.interval
    is_filled = marker.is_filled
    colour = COLOURS[1] if is_filled else COLOURS[0]
    ends = np.clip([low, high], lower, upper)
    axes.plot(ends, [place, place], color=colour, linewidth=1.4, linestyle="solid" if is_filled else (0, (4, 1.2)))
    for limit, edge, arrow in ((low, lower, "<"), (high, upper, ">")):
        if not lower <= limit <= upper:
            axes.plot([edge], [place], marker=arrow, color=colour, markersize=4, clip_on=False)
    if lower <= ratio <= upper:
        face = colour if is_filled else "white"
        axes.plot([ratio], [place], marker="s" if is_filled else "o", color=colour, markerfacecolor=face, markersize=marker.size)


def limits_of(terms: list[Term]) -> tuple[float, float]:
    """Return the ends of the scale: ticks that hold all intervals, but none further than a reader can use."""
    known = [limit for term in terms if term.interval for limit in term.interval[1:]]
    lower = min([0.5, *(max(limit, NARROWEST) for limit in known)])
    upper = max([2.0, *(min(limit, WIDEST) for limit in known)])
    below = [tick for tick in TICKS if tick <= lower]
    above = [tick for tick in TICKS if tick >= upper]
    return (below[-1] if below else NARROWEST), (above[0] if above else WIDEST)


def forest_in_words(table: CoxTable, title: str) -> str:
    """Return what the plot shows, for those who cannot see it."""
    said = [f"{term.label} {hazard_ratio(term)}" for term in table.multivariate.terms if isinstance(term.hazard_ratio, float)]
    together = "; ".join(said) if said else "no covariate entered"
    return f"Forest plot of hazard ratios for {title.lower()}. Multivariate model: {together}."
