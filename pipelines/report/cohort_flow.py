"""The cohort flow as the pipeline counted it (STROBE, item 13): who was excluded by which step, and who is left."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from pipelines.analysis.arms import ComparedArms
from pipelines.report.document import Figure, Flow, Step
from pipelines.report.figure_style import INK, LINE, SOFT
from pipelines.settings.study import Study
from pipelines.warehouse.eligibility_rows import criteria_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

WIDTH, BOX, GAP, CENTRE = 6.2, 0.42, 0.3, 1.7  # inches; the last is the middle of the column of boxes


def build_flow(steps_counted: Sequence[dict[str, Any]], sizes: Sequence[tuple[str, int | None]], arms: ComparedArms, number: str) -> Flow:
    """Return the flow from its rows, one per step, and the sizes of the arms by name."""
    steps = tuple(Step(str(row["description"]), str(row["reason"]), row["excluded_count"], row["remaining_count"]) for row in steps_counted)
    start = steps_counted[0]["before_count"] if steps_counted else None
    titled = tuple((arms.title(arm), size) for arm, size in sizes)
    said = "; ".join(f"{step.description}: {count(step.excluded)} excluded, {count(step.remaining)} remain" for step in steps)
    ends = ", ".join(f"{title} {count(size)}" for title, size in titled)
    figure = Figure(
        name="cohort_flow",
        number=number,
        title="Cohort flow",
        alt=f"Cohort flow from {count(start)} accepted patients. {said}. Arms: {ends}.",
        draw=lambda: draw_flow(start, steps, titled),
    )
    return Flow(start, steps, titled, figure)


def criteria_off_in_words(study: Study) -> str:
    """Return the criteria of eligibility that the study does not ask, each with the reason; "" where it asks them all."""
    off = [f"{one.description} ({one.off_reason})" for one in criteria_of(study) if one.name in study.eligibility and one.off_reason]
    return f"Criteria of eligibility that this study does not ask: {'; '.join(off)}." if off else ""


def count(number: int | None) -> str:
    """Return a count of patients; a dash where it is not shown."""
    return "–" if number is None else f"{number:,}"


def draw_flow(start: int | None, steps: Sequence[Step], arms: Sequence[tuple[str, int | None]]) -> "Drawing":
    """Return the flow as a figure: one box per step that excluded somebody, those without exclusions named in one line."""
    from matplotlib.figure import Figure as Drawing

    shown = [step for step in steps if step.excluded != 0]
    kept = [step.description for step in steps if step.excluded == 0]
    rows = len(shown) + 2
    height = rows * (BOX + GAP) + max(_arm_height(arms) - BOX, 0) + 0.25 + (0.45 if kept else 0)
    figure = Drawing(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    remaining = steps[-1].remaining if steps else start
    boxes = [("Accepted patients", start)]
    boxes += [("Remaining", step.remaining) for step in shown[:-1]] + ([("Cohort", remaining)] if shown else [])
    boxes = boxes if shown else [("Accepted patients = cohort", start)]
    top = 0.12
    for place, (text, number) in enumerate(boxes):
        _box(axes, (CENTRE, top), (2.3, BOX), f"{text} (n = {count(number)})", is_bold=place == len(boxes) - 1)
        if place < len(shown):
            _arrow(axes, (CENTRE, top + BOX), (CENTRE, top + BOX + GAP))
            middle = top + BOX + GAP / 2
            _arrow(axes, (CENTRE, middle), (CENTRE + 1.25, middle))
            said = f"Excluded (n = {count(shown[place].excluded)}): {shown[place].reason}"
            axes.text(CENTRE + 1.32, middle, "\n".join(wrap(said, 48)), va="center", fontsize=8)
        top += BOX + GAP
    if arms:
        _draw_arms(axes, arms, top)
    if kept:
        said = wrap(f"Nobody excluded by: {'; '.join(kept)}.", 105)
        axes.text(0.15, top + max(BOX, _arm_height(arms)) + 0.15, "\n".join(said), fontsize=7, color=SOFT, va="top")
    return figure


def _draw_arms(axes: "Axes", arms: Sequence[tuple[str, int | None]], top: float) -> None:
    """Draw the arms side by side below the cohort, as near to its middle as there is room, joined to it by lines at right angles."""
    width = min((WIDTH - 0.3) / len(arms), 2.5)
    left = min(max(CENTRE - width * len(arms) / 2, 0.15), WIDTH - 0.15 - width * len(arms))
    centres = [left + width * (place + 0.5) for place in range(len(arms))]
    middle = top - GAP / 2
    axes.plot([CENTRE, CENTRE], [top - GAP, middle], color=SOFT, linewidth=0.8)
    axes.plot([min(*centres, CENTRE), max(*centres, CENTRE)], [middle, middle], color=SOFT, linewidth=0.8)
    for centre, text in zip(centres, _arm_texts(arms), strict=True):
        _arrow(axes, (centre, middle), (centre, top))
        _box(axes, (centre, top), (width - 0.1, _arm_height(arms)), text)


def _arm_texts(arms: Sequence[tuple[str, int | None]]) -> list[str]:
    """Return the arms as they stand in their boxes, broken into lines where there are many."""
    letters = int(min((WIDTH - 0.3) / len(arms), 2.5) * 16)
    whole = [f"{title} (n = {count(size)})" for title, size in arms]
    if all(len(text) <= letters for text in whole):
        return whole
    return ["\n".join([*wrap(title, letters), f"(n = {count(size)})"]) for title, size in arms]


def _arm_height(arms: Sequence[tuple[str, int | None]]) -> float:
    return max([BOX, *(0.14 + 0.14 * (text.count("\n") + 1) for text in _arm_texts(arms))]) if arms else 0.0


def _box(axes: "Axes", place: tuple[float, float], size: tuple[float, float], text: str, *, is_bold: bool = False) -> None:
    from matplotlib.patches import FancyBboxPatch

    (centre, top), (width, height) = place, size
    axes.add_patch(
        FancyBboxPatch((centre - width / 2, top), width, height, boxstyle="round,pad=0,rounding_size=0.06", fill=False, edgecolor=SOFT,
                       linewidth=1.4 if is_bold else 0.8)
    )  # fmt: skip
    weight = "bold" if is_bold else "normal"
    axes.text(centre, top + height / 2, text, ha="center", va="center", fontsize=8, color=INK, fontweight=weight)


def _arrow(axes: "Axes", start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate("", xy=end, xytext=start, arrowprops={"arrowstyle": "-|>", "color": SOFT, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0})
    axes.plot(*zip(start, end, strict=True), color=LINE, linewidth=0)
