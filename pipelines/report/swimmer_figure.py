"""The swimmer plot: a bar per patient from the index date to the end of observation, with therapies, response, progression and death."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.patient_courses import Course
from pipelines.report.figure_style import COLOURS, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

WIDTH, BAR, TALLEST = 7.2, 0.105, 9.2  # inches; a figure fits on a page
HEAD, BETWEEN, FOOT = 0.55, 0.28, 0.5
OBSERVED, INDEX, LATER = "#d9dee5", "#56b4e9", "#e69f00"
MARKS = (  # what is marked, its sign, colour and label
    ("response", "^", COLOURS[2], "First response"),
    ("progression", "D", COLOURS[1], "Progression"),
    ("death", "X", COLOURS[4], "Death"),
    ("alive", ">", COLOURS[0], "Alive at last contact"),
)


def draw_swimmer(courses: Sequence[Course], groups: Sequence[str], arms: ComparedArms) -> "Drawing":
    """Return the plot, a panel per arm below each other, the patient observed longest above."""
    from matplotlib.figure import Figure as Canvas

    present = [group for group in groups if any(one.arm == group for one in courses)]
    rows = {group: [one for one in courses if one.arm == group] for group in present}
    head = HEAD + BETWEEN * len(present) + FOOT
    bar = min(BAR, (TALLEST - head) / max(len(courses), 1))
    height = head + bar * len(courses)
    figure = Canvas(figsize=(WIDTH, height))
    last = max(one.end for one in courses) or 1.0
    top, shared = height - HEAD, None
    for group in present:
        top -= BETWEEN
        tall = bar * len(rows[group])
        axes = figure.add_axes((0.03, (top - tall) / height, 0.94, tall / height), sharex=shared)
        shared = shared or axes
        for place, one in enumerate(rows[group]):
            _draw_course(axes, place, one, size=min(4.4, 42 * bar))
        axes.set_ylim(len(rows[group]) - 0.4, -0.6)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_title(f"{arms.title(group)} (n = {len(rows[group])})", fontsize=9, loc="left", pad=3)
        is_lowest = group == present[-1]
        axes.tick_params(axis="x", labelbottom=is_lowest)
        axes.set_xlabel("Months since the index date" if is_lowest else "")
        top -= tall
    if shared is not None:
        shared.set_xlim(-0.01 * last, last * 1.03)
    _legend(figure, courses)
    return figure


def _draw_course(axes: "Axes", place: int, course: Course, size: float) -> None:
    axes.barh(place, course.end, height=0.34, color=OBSERVED, linewidth=0)
    for span in course.therapies:
        end = min(span.end, course.end)
        axes.barh(place, max(end - span.start, 0.12), left=span.start, height=0.74, color=INDEX if span.is_index else LATER, linewidth=0)
    marked = {
        "response": course.response,
        "progression": course.progression,
        "death": course.end if course.is_dead else None,
        "alive": None if course.is_dead else course.end,
    }
    for name, sign, colour, _ in MARKS:
        if (month := marked[name]) is not None:
            axes.plot([month], [place], marker=sign, color=colour, markersize=size, markeredgewidth=0, clip_on=False, zorder=3)


def _legend(figure: "Drawing", courses: Sequence[Course]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    spans = {span.is_index for one in courses for span in one.therapies}
    kinds = ((True, INDEX, "Index treatment"), (False, LATER, "Later therapy"))
    handles: list = [Patch(color=colour, label=label) for kind, colour, label in kinds if kind in spans]
    handles += [Line2D([], [], linestyle="none", marker=sign, color=colour, markersize=5, label=label) for _, sign, colour, label in MARKS]
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.02, 1.0),
        ncols=3,
        frameon=False,
        fontsize=8.5,
        labelcolor=INK,
        handlelength=1.4,
    )
