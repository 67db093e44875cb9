"""The course of each patient in pictures: best change (waterfall), change over time (spider), therapy, response and end (swimmer).

A picture of single patients tells single patients: it is for inside the hospital, and the publish profile has none of them.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.patient_courses import Course, ranked_changes
from pipelines.report.document import Figure
from pipelines.report.figure_style import COLOURS, INK, LINE, SOFT
from pipelines.report.swimmer_figure import draw_swimmer
from pipelines.warehouse.criteria_in_force import Criterion
from schemas.cohort_codes import codes_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

OF_RESPONSE = {"CR": COLOURS[2], "PR": COLOURS[0], "SD": "#e69f00", "NON-CR/NON-PD": COLOURS[5], "PD": COLOURS[1]}
NOT_TOLD = "#8a94a2"
WIDTH, HEIGHT = 7.2, 3.5  # inches
MOST_GROWTH = 100.0  # beyond, a bar is cut, and its value stands above it


def print_courses(courses: Sequence[Course], arms: ComparedArms, criterion: Criterion) -> Iterator[Figure]:
    """Yield the three figures; none of what nobody has."""
    shown = tuple(dict.fromkeys(one.arm for arm in arms.labels for one in courses if one.arm == arm))
    others = tuple(sorted({one.arm for one in courses} - set(shown)))
    groups = (*shown, *others)
    measured = [one for one in courses if one.best_change is not None]
    internal = "Values of single patients: not for print, and left out of it by the profile “publish”."
    limits = f"Dashed: -{criterion.pr_decrease_pct:g} % and +{criterion.pd_increase_pct:g} %, the limits of {criterion.label}"
    of_readers = "Change of the sum of the targets from baseline, the mean over the readers, at exams that count."
    without = f"{len(courses) - len(measured)} patients without a measured exam are not shown."
    if measured:
        yield Figure(
            name="waterfall",
            number="Figure S",
            title="Best change of the target sum of each patient",
            alt=_waterfall_in_words(measured, groups, arms, criterion),
            draw=lambda: draw_waterfall(tuple(measured), groups, arms, criterion),
            notes=(
                f"{of_readers} {limits}; growth counts from the smallest sum, so that a patient with progression may be below. {without} "
                f"Colours: best response by {criterion.label}. {internal}",
            ),
            role="sensitivity",
            is_wide=True,
            is_of_patients=True,
        )
        yield Figure(
            name="spider",
            number="Figure S",
            title="Change of the target sum of each patient over time",
            alt=f"Lines of the change of the target sum of {len(measured)} patients from 0 at baseline, by arm.",
            draw=lambda: draw_spider(measured, groups, arms, criterion),
            notes=(f"{of_readers} {limits}. Each line is a patient, up to progression. Colours: best response. {without} {internal}",),
            role="sensitivity",
            is_wide=True,
            is_of_patients=True,
        )
    if courses:
        yield Figure(
            name="swimmer",
            number="Figure S",
            title="Therapy, response and end of each patient",
            alt=_swimmer_in_words(courses, groups, arms),
            draw=lambda: draw_swimmer(courses, groups, arms),
            notes=(
                "Each bar is a patient from the index date to death or the day last known alive; the thick part is the index treatment, "
                f"from its first cycle to its last, and other therapies after it. {internal}",
            ),
            role="sensitivity",
            is_wide=True,
            is_of_patients=True,
        )


def draw_waterfall(courses: tuple[Course, ...], groups: Sequence[str], arms: ComparedArms, criterion: Criterion) -> "Drawing":
    """Return the best changes as bars, the largest growth first, a panel for each arm as wide as it has patients."""
    columns = {group: list(ranked_changes(courses, group)) for group in groups}
    columns = {group: bars for group, bars in columns.items() if bars}
    figure, panels = _panels([len(bars) for bars in columns.values()])
    for axes, (group, bars) in zip(panels, columns.items(), strict=True):
        heights = [min(change, MOST_GROWTH) for change, _ in bars]
        colours = [OF_RESPONSE.get(response, NOT_TOLD) for _, response in bars]
        axes.bar(range(len(bars)), heights, width=0.82, color=colours, linewidth=0)
        for place, (change, _) in enumerate(bars):
            if change > MOST_GROWTH:
                axes.text(place, MOST_GROWTH + 2, f"+{change:.0f}", ha="center", va="bottom", fontsize=6.5, rotation=90)
            elif abs(change) < 0.5:
                axes.plot([place - 0.4, place + 0.4], [0, 0], color=colours[place], linewidth=2)
        axes.set_xlim(-0.8, len(bars) - 0.2)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        _limit_lines(axes, criterion)
        axes.set_title(f"{arms.title(group)} (n = {len(bars)})", fontsize=9, loc="left")
    panels[0].set_ylim(-105, MOST_GROWTH + 18)
    panels[0].set_ylabel("Best change of the sum (%)")
    _legend(figure, [response for bars in columns.values() for _, response in bars])
    return figure


def draw_spider(courses: Sequence[Course], groups: Sequence[str], arms: ComparedArms, criterion: Criterion) -> "Drawing":
    """Return a line per patient from 0 at the index date, a panel for each arm."""
    present = [group for group in groups if any(one.arm == group for one in courses)]
    figure, panels = _panels([1] * len(present))
    last = max(month for one in courses for month, _ in one.changes)
    for axes, group in zip(panels, present, strict=True):
        own = [one for one in courses if one.arm == group]
        for one in own:
            months, changes = zip((0.0, 0.0), *one.changes, strict=True)
            heights = [min(change, MOST_GROWTH) for change in changes]
            colour = OF_RESPONSE.get(one.best_response, NOT_TOLD)
            axes.plot(months, heights, color=colour, linewidth=0.9, marker="o", markersize=2.4, alpha=0.85)
        axes.set_xlim(0, last * 1.03)
        axes.set_xlabel("Months since the index date")
        _limit_lines(axes, criterion)
        axes.set_title(f"{arms.title(group)} (n = {len(own)})", fontsize=9, loc="left")
    panels[0].set_ylim(-105, MOST_GROWTH + 5)
    panels[0].set_ylabel("Change of the sum (%)")
    _legend(figure, [one.best_response for one in courses])
    return figure


def _panels(widths: Sequence[int]) -> tuple["Drawing", list["Axes"]]:
    """Return a figure with panels beside each other that share their scale; narrow ones stay wide enough for their title."""
    from matplotlib.figure import Figure as Canvas

    figure = Canvas(figsize=(WIDTH, HEIGHT))
    least = 0.28 * sum(widths) if len(widths) < 4 else 0.0
    ratios = [max(width, least) for width in widths]
    grid = figure.add_gridspec(1, len(widths), width_ratios=ratios, left=0.105, right=0.985, bottom=0.13, top=0.82, wspace=0.1)
    panels: list[Axes] = []
    for place in range(len(widths)):
        axes = figure.add_subplot(grid[0, place], sharey=panels[0] if panels else None)
        axes.axhline(0, color=SOFT, linewidth=0.8)
        if place:
            axes.tick_params(axis="y", labelleft=False)
        panels.append(axes)
    return figure, panels


def _limit_lines(axes: "Axes", criterion: Criterion) -> None:
    for limit in (-criterion.pr_decrease_pct, criterion.pd_increase_pct):
        axes.axhline(limit, color=SOFT, linestyle=(0, (4, 2)), linewidth=0.8, zorder=0)
    axes.yaxis.grid(True, color=LINE, linewidth=0.4)
    axes.set_axisbelow(True)


def _legend(figure: "Drawing", responses: Sequence[str]) -> None:
    from matplotlib.patches import Patch

    labels = codes_of(None, "best_response")
    order = [*labels]
    present = sorted(set(responses), key=lambda one: (order.index(one) if one in labels else len(order), one))
    handles = [Patch(color=OF_RESPONSE.get(one, NOT_TOLD), label=labels.get(one, one)) for one in present]
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.095, 1.0), ncols=4, frameon=False, fontsize=8.5, handlelength=1.2,
        labelcolor=INK,
    )  # fmt: skip


def _waterfall_in_words(courses: Sequence[Course], groups: Sequence[str], arms: ComparedArms, criterion: Criterion) -> str:
    said = []
    for group in groups:
        changes = [one.best_change for one in courses if one.arm == group and one.best_change is not None]
        if changes:
            below = sum(change <= -criterion.pr_decrease_pct for change in changes)
            said.append(f"{arms.title(group)}: {len(changes)} patients, {below} with a decrease of {criterion.pr_decrease_pct:g} % or more")
    return f"Bars of the best change of the target sum. {'; '.join(said)}."


def _swimmer_in_words(courses: Sequence[Course], groups: Sequence[str], arms: ComparedArms) -> str:
    said = []
    for group in groups:
        own = [one for one in courses if one.arm == group]
        counts = (sum(one.response is not None for one in own), sum(one.progression is not None for one in own))
        dead = sum(one.is_dead for one in own)
        said.append(f"{arms.title(group)}: {len(own)} patients, {counts[0]} with a response, {counts[1]} with progression, {dead} dead")
    return f"Bars of the time of each patient. {'; '.join(said)}."
