"""Events that compete as they are printed: cumulative incidence, Gray's test and both hazard ratios; and the curves."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.competing_risks import CompetingEvent, CompetingRisks
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.report.baseline_tables import group_columns
from pipelines.report.document import Block, Cell, Figure, Line, Table, cells_of
from pipelines.report.figure_style import COLOURS, LINES
from pipelines.report.in_print import NONE, interval, p_equals, p_of, p_value, rate, rounded
from pipelines.report.response_tables import in_full

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

WIDTH, HEIGHT = 5.4, 3.6  # inches


def print_competing(competing: Sequence[CompetingRisks], arms: ComparedArms) -> Iterator[Block]:
    """Yield the table of all events that compete, and a figure of each endpoint's two."""
    if not competing:
        return
    yield _table(competing, arms)
    for one in competing:
        yield _figure(one, arms)


def _table(competing: Sequence[CompetingRisks], arms: ComparedArms) -> Table:
    lines, said = [], []
    groups = competing[0].events[0].groups
    for one in competing:
        for event in one.events:
            lines += _lines(event, one.reference, arms)
        said += [f"{one.events[1].label}: with {one.unknown} of which the cause is not known."] if one.unknown else []
        said += [f"{one.title}: {one.left_out} patients without a time are left out."] if one.left_out else []
    noted = dict.fromkeys(hazard.note for one in competing for event in one.events for hazard in event.hazards if hazard.note)
    return Table(
        name="competing_risks",
        number="Table S",
        title="Cumulative incidence of events that compete with each other",
        columns=(
            "",
            *group_columns(tuple(group.name for group in groups), tuple(group.curve.patients for group in groups), arms),
            "P-value",
        ),
        lines=tuple(lines),
        notes=(
            "Cumulative incidence by the estimator of Aalen and Johansen, intervals on the complementary log–log scale; P-value beside an "
            "event: Gray's test. Cause-specific hazard ratio: of the rate among those who have had neither event. Subdistribution hazard "
            "ratio (Fine and Gray): goes with the incidence. Where the two differ, the other event is why.",
            *said,
            *(f"No hazard ratio where there is {note}." for note in noted),
            in_full({"CI": "confidence interval", "HR": "hazard ratio"}),
        ),
        role="sensitivity",
    )


def _lines(event: CompetingEvent, reference: str, arms: ComparedArms) -> Iterator[Line]:
    yield Line(event.label, (*(Cell("") for _ in event.groups), Cell(p_of(event.gray))))
    yield Line("Events; other events", cells_of(*(f"{group.curve.events}; {group.curve.competing}" for group in event.groups), ""), True)
    for place, (month, _) in enumerate(event.groups[0].rates):
        cells = cells_of(*(rate(group.rates[place][1]) for group in event.groups), "")
        yield Line(f"To month {month:g}, % (95 % CI)", cells, True)
    for hazard in event.hazards:
        cells = cells_of(
            *(_ratio(hazard.hazard_ratio) if group.name == hazard.arm else "" for group in event.groups), p_value(hazard.p_value)
        )
        yield Line(f"{hazard.kind.capitalize()} HR against {arms.title(reference)} (95 % CI)", cells, True)


def _ratio(estimate: Estimate) -> str:
    if estimate.estimate is None:
        return NONE
    return f"{rounded(estimate.estimate, 3)} ({interval(estimate.lower, estimate.upper, 3)})"


def _figure(one: CompetingRisks, arms: ComparedArms) -> Figure:
    first, second = one.events
    return Figure(
        name=f"cumulative_incidence_{one.endpoint}",
        number="Figure S",
        title=f"Cumulative incidence: {first.label.lower()} and {second.label.lower()}",
        alt=_in_words(one, arms),
        draw=lambda: _draw(one, arms),
        notes=(f"Left: {first.label.lower()}; right: {second.label.lower()}. p: Gray's test. Time counts from {one.starts_at}.",),
        role="sensitivity",
        is_wide=True,
    )


def _draw(one: CompetingRisks, arms: ComparedArms) -> "Drawing":
    from matplotlib.figure import Figure as Drawing

    figure = Drawing(figsize=(2 * WIDTH * 0.7, HEIGHT))
    last = max((group.curve.times[-1] for event in one.events for group in event.groups if group.curve.times), default=1.0)
    for place, event in enumerate(one.events):
        axes = figure.add_axes((0.08 + 0.5 * place, 0.14, 0.4, 0.66))
        for number, group in enumerate(event.groups[:-1] or event.groups):
            times, heights = [0.0, *group.curve.times], [0.0, *(100 * share for share in group.curve.incidence)]
            label = arms.title(group.name) if not place else None
            colour, style = COLOURS[number % len(COLOURS)], LINES[number % len(LINES)]
            axes.step(times, heights, where="post", color=colour, linestyle=style, linewidth=1.6, label=label)
        axes.set_xlim(0, last)
        axes.set_ylim(0, 100)
        axes.set_xlabel(f"Months since {one.starts_at}")
        axes.set_ylabel("Cumulative incidence (%)" if not place else "")
        said = f", Gray's {p_equals(event.gray.p_value)}" if event.gray.p_value is not None else ""
        axes.set_title(f"{event.label}{said}", fontsize=9, loc="left")
    figure.legend(loc="upper left", bbox_to_anchor=(0.07, 1.0), ncols=3, frameon=False, handlelength=2.8)
    return figure


def _in_words(one: CompetingRisks, arms: ComparedArms) -> str:
    """Return what the figure shows."""
    parts = []
    for event in one.events:
        groups = event.groups[:-1] or event.groups
        counts = ", ".join(f"{arms.title(group.name)} {group.curve.events} of {group.curve.patients}" for group in groups)
        parts.append(f"{event.label}: {counts}; Gray's test {p_equals(event.gray.p_value)}")
    return f"Curves of cumulative incidence. {'. '.join(parts)}."
