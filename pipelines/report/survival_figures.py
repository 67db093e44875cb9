"""Figures 1 and 2: Kaplan-Meier curves with their bands, censor ticks, median lines, log-rank p and the number at risk below the axis."""

from typing import TYPE_CHECKING

import numpy as np

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.kaplan_meier import Curve, number_at_risk
from pipelines.analysis.survival_by_arm import Group, SurvivalByArm
from pipelines.report.figure_style import COLOURS, INK, LINE, LINES, SOFT
from pipelines.report.in_print import p_equals, rounded, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

WIDTH, PLOT_HEIGHT, ROW_HEIGHT, LEGEND_HEIGHT = 5.4, 3.3, 0.34, 0.21  # inches
LEFT, RIGHT, ABOVE, BELOW = 0.62, 0.16, 0.14, 0.48
MOST_BANDS = 3
STILL_WORTH_SHOWING = 0.1  # of the patients at risk: beyond, a curve says little


def draw_survival(
    survival: SurvivalByArm, arms: ComparedArms, at_risk_months: tuple[float, ...], small: int = 0, ratio: str = ""
) -> "Drawing":
    """Return the figure of one endpoint; with `small`, curves that end early, and no number at risk below it; `ratio` stands by the test.

    The legend stands above the plot and the test below it, so that neither covers a curve, however many arms there are.
    """
    from matplotlib.figure import Figure

    groups = survival.groups[:-1] if len(survival.groups) > 1 else survival.groups
    table_height, legend_height = ROW_HEIGHT * len(groups) + 0.36, LEGEND_HEIGHT * (len(groups) + (len(groups) > 1))
    height = ABOVE + legend_height + PLOT_HEIGHT + BELOW + table_height
    figure = Figure(figsize=(WIDTH, height))
    left, width = LEFT / WIDTH, (WIDTH - LEFT - RIGHT) / WIDTH
    axes = figure.add_axes((left, (BELOW + table_height) / height, width, PLOT_HEIGHT / height))
    risk = figure.add_axes((left, 0.04 / height, width, table_height / height), sharex=axes)
    ticks = axis_months(survival, at_risk_months)
    for place, group in enumerate(groups):
        _draw_group(axes, group, arms.title(group.name), place, has_band=has_bands(survival))
        if not small:
            _draw_censored(axes, group, place)
    axes.set_xlim(0, ticks[-1])
    axes.set_ylim(0, 103)
    axes.set_yticks(range(0, 101, 25))
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xlabel(f"Months since {survival.starts_at}")
    axes.set_ylabel(f"{survival.title} (%)")
    said = f"Log-rank {p_equals(survival.log_rank.p_value)}" if survival.log_rank.p_value is not None else "No log-rank test"
    said += f"; {ratio}" if ratio else ""
    top = 1 - ABOVE / height
    figure.legend(
        loc="upper left", bbox_to_anchor=(left, top), frameon=False, handlelength=2.8, borderaxespad=0, borderpad=0, labelspacing=0.45
    )
    if len(groups) > 1:
        figure.text(left, (BELOW + table_height + PLOT_HEIGHT + 0.07) / height, said, ha="left", va="bottom")
    _draw_risk(risk, groups, arms, ticks, small)
    return figure


def has_bands(survival: SurvivalByArm) -> bool:
    """Say whether curves are drawn with their confidence bands: of more, bands would hide curves."""
    return len(survival.groups[:-1]) <= MOST_BANDS


def axis_months(survival: SurvivalByArm, at_risk_months: tuple[float, ...]) -> list[float]:
    """Return the ticks of the months: those of the settings, and on in their step as long as there is something to see."""
    ticks = [0.0, *sorted(month for month in at_risk_months if month > 0)]
    step = ticks[-1] - ticks[-2] if len(ticks) > 1 else 3.0
    whole = survival.groups[-1].curve
    medians = [group.median.estimate for group in survival.groups[:-1] if isinstance(group.median.estimate, float)]
    while len(ticks) < 60 and (
        number_at_risk(whole, ticks[-1] + step) >= max(STILL_WORTH_SHOWING * whole.patients, 1) or max(medians, default=0) > ticks[-1]
    ):
        ticks.append(ticks[-1] + step)
    every = -(-len(ticks) // 9)  # as many as have room
    return ticks[::every] if (len(ticks) - 1) % every == 0 else [*ticks[::every], ticks[-1] + step * (every - (len(ticks) - 1) % every)]


def _draw_group(axes: "Axes", group: Group, label: str, place: int, *, has_band: bool) -> None:
    curve, colour, style = group.curve, COLOURS[place % len(COLOURS)], LINES[place % len(LINES)]
    if not curve.times:
        axes.plot([], [], color=colour, linestyle=style, label=f"{label} ({'no patients' if not curve.patients else 'not shown'})")
        return
    times = np.array([0.0, *curve.times])
    height = 100 * np.array([1.0, *curve.survival])
    lower, upper = (100 * np.array([1.0, *_carried(limits)]) for limits in (curve.lower, curve.upper))
    median = group.median.estimate
    said = "not reached" if median is None else rounded(median, 1)
    if has_band:
        axes.fill_between(times, lower, upper, step="post", color=colour, alpha=0.14, linewidth=0)
    axes.step(times, height, where="post", color=colour, linestyle=style, linewidth=1.6, label=f"{label}, median {said}")
    if isinstance(median, float):
        axes.plot([0, median, median], [50, 50, 0], color=SOFT, linestyle=(0, (1, 1.6)), linewidth=0.9, zorder=1)


def _draw_censored(axes: "Axes", group: Group, place: int) -> None:
    curve = group.curve
    censored = [at for at, count in enumerate(curve.censored) if count]
    axes.plot(
        [curve.times[at] for at in censored],
        [100 * curve.survival[at] for at in censored],
        linestyle="none", marker="|", markersize=5, markeredgewidth=0.9, color=COLOURS[place % len(COLOURS)],
    )  # fmt: skip


def _carried(limits: tuple[float | None, ...]) -> list[float]:
    """A limit that does not exist (nobody is left) is 0 for the band, as the curve is."""
    return [0.0 if limit is None else limit for limit in limits]


def _draw_risk(axes: "Axes", groups: tuple[Group, ...], arms: ComparedArms, ticks: list[float], small: int) -> None:
    axes.set_axis_off()
    axes.set_ylim(len(groups), -1)
    axes.text(0, -0.55, "Number at risk", fontweight="bold", fontsize=8.5, transform=axes.transData, va="center")
    for place, group in enumerate(groups):
        colour, style = COLOURS[place % len(COLOURS)], LINES[place % len(LINES)]
        axes.text(0, place + 0.02, arms.title(group.name), color=colour, fontsize=8, va="center")
        axes.plot([-0.085, -0.02], [place + 0.0] * 2, color=colour, linestyle=style, linewidth=1.6, clip_on=False,
                  transform=axes.get_yaxis_transform())  # fmt: skip
        for tick in ticks:
            axes.text(tick, place + 0.48, at_risk_in_print(group.curve, tick, small), ha="center", va="center", fontsize=8.5, color=INK)
    axes.axhline(-0.98, color=LINE, linewidth=0.6)


def at_risk_in_print(curve: Curve, month: float, small: int = 0) -> str:
    """Return the number at risk at a month; beyond the end of a curve that ends early, only that it is small."""
    count = number_at_risk(curve, month)
    return f"<{small}" if count < small else str(count)


def survival_in_words(survival: SurvivalByArm, arms: ComparedArms) -> str:
    """Return what the figure shows, for those who cannot see it."""
    parts = []
    for group in survival.groups[:-1]:
        median = rounded(group.median.estimate, 1, "not reached")
        counts = f"{shown(group.curve.patients)} patients, {shown(group.curve.event_count)} events"
        parts.append(f"{arms.title(group.name)}: {counts}, median {median} months")
    said = p_equals(survival.log_rank.p_value) if survival.log_rank.p_value is not None else "not made"
    return f"Kaplan-Meier curves of {survival.title.lower()} by arm. {'; '.join(parts)}. Log-rank test: {said}."
