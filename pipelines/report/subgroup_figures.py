"""The forest of subgroups: the hazard ratio of the arm compared within each, with its events, and the p-value of interaction."""

from collections.abc import Iterator, Sequence
from math import log
from textwrap import wrap
from typing import TYPE_CHECKING

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.cox import Term
from pipelines.analysis.subgroups import Subgroup, Subgroups
from pipelines.report.cox_tables import hazard_ratio
from pipelines.report.figure_style import INK, LINE, SOFT
from pipelines.report.forest_figures import LINE_HEIGHT, WIDTH, Marker, draw_interval, limits_of, set_scale
from pipelines.report.in_print import NONE, p_value

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

SMALLEST, LARGEST = 2.5, 7.0  # markers, in points
LABELS, FIRST, SECOND, RATIO, INTERACTION = -1.66, -0.62, -0.24, 1.04, 1.72  # where the columns begin, in widths of the plot


def draw_subgroups(subgroups: Subgroups, arms: ComparedArms) -> "Drawing":
    """Return the forest of one endpoint: all patients first, then two lines per covariate."""
    from matplotlib.figure import Figure

    rows = list(subgroup_rows(subgroups))
    height = 1.05 + LINE_HEIGHT * max(len(rows), 1)
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0.46, 0.6 / height, 0.26, LINE_HEIGHT * max(len(rows), 1) / height))
    lower, upper = limits_of([subgroup.term for subgroup, _ in rows])
    set_scale(axes, lower, upper, len(rows))
    transform = axes.get_yaxis_transform()
    first, second = ("\n".join([*wrap(arms.title(arm), 14), "events / n"]) for arm in subgroups.arms)
    heads = ((LABELS, "Subgroup"), (FIRST, first), (SECOND, second), (RATIO, "HR (95 % CI)"), (INTERACTION, "P of\ninteraction"))
    for x, text in heads:
        axes.text(x, -0.72, text, transform=transform, fontweight="bold", fontsize=7.5, va="bottom")
    for place, (subgroup, p) in enumerate(rows):
        if p or place == 0:
            axes.plot([LABELS, 2.12], [place - 0.5] * 2, color=LINE, linewidth=0.5, transform=transform, clip_on=False)
        counts = [f"{events} / {size}" for events, size in zip(subgroup.events, subgroup.sizes, strict=True)]
        known = isinstance(subgroup.term.hazard_ratio, float)
        if known:
            size = marker_size(subgroup.term, [one.term for one, _ in rows])
            draw_interval(axes, place, subgroup.term, (lower, upper), Marker(place == 0, size))
        texts = (subgroup.label, *counts, hazard_ratio(subgroup.term) if known else NONE, p)
        for (x, _), text in zip(heads, texts, strict=True):
            colour = SOFT if text == NONE else INK
            axes.text(x, place, text, transform=transform, fontsize=7.5, va="center", color=colour)
    reference, compared = (arms.title(arm) for arm in subgroups.arms)
    one = 0.46 + 0.26 * log(1 / lower) / log(upper / lower)  # where the ratio is 1
    for x, text, side in ((one - 0.01, f"← favours {compared}", "right"), (one + 0.01, f"favours {reference} →", "left")):
        figure.text(x, 0.01 / height, text, fontsize=7, ha=side, va="bottom", color=SOFT)
    return figure


def marker_size(term: Term, terms: Sequence[Term]) -> float:
    """Return the size of a marker: its area goes with the weight of the estimate, one over its variance, beside the largest."""
    weights = [one.std_err**-2 for one in terms if isinstance(one.std_err, float) and one.std_err > 0]
    if not weights or not isinstance(term.std_err, float) or term.std_err <= 0:
        return SMALLEST
    return max(SMALLEST, LARGEST * (term.std_err**-2 / max(weights)) ** 0.5)


def subgroup_rows(subgroups: Subgroups) -> Iterator[tuple[Subgroup, str]]:
    """Yield the lines of the plot, each with the p-value of interaction where a covariate begins."""
    if subgroups.everybody:
        yield subgroups.everybody, ""
    for pair in subgroups.pairs:
        for place, subgroup in enumerate(pair.subgroups):
            yield subgroup, "" if place else p_value(pair.interaction.p_value)


def subgroups_in_words(subgroups: Subgroups, title: str) -> str:
    """Return what the plot shows, for those who cannot see it."""
    known = [subgroup for subgroup, _ in subgroup_rows(subgroups) if isinstance(subgroup.term.hazard_ratio, float)]
    said = "; ".join(f"{subgroup.label} {hazard_ratio(subgroup.term)}" for subgroup in known)
    return f"Forest plot of hazard ratios within subgroups for {title.lower()}: {said or 'none estimated'}."
