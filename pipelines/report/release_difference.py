"""Draws two releases compared as one page: results side by side, and how many rows of each table came, went or changed."""

from pipelines.release.compare import Comparison, MovedNumber
from pipelines.release.comparison_in_words import is_shown, moved_by, said
from pipelines.report.figure_style import COLOURS, SOFT, figure_bytes, figure_style
from pipelines.report.html_page import render_page
from pipelines.report.inline_svg import inline_svg

MOST_TABLES = 20


def release_difference_page(compared: Comparison) -> str:
    """Return the page, which needs nothing besides itself."""
    from markupsafe import Markup

    moved = [table for table in compared.tables if table.is_moved]
    figures = {"results": _draw_results(compared), "tables": _draw_tables(compared)}
    drawn = {name: Markup(inline_svg(svg, name, *TITLES[name])) for name, svg in figures.items() if svg}
    return render_page("release_difference.html.j2", compared=compared, moved=moved, moved_by=moved_by(compared), said=said, figures=drawn)


TITLES = {
    "results": ("Results before and after", "One line for each share or median time, from its value before to that after."),
    "tables": ("Rows that came, went or changed", "Bars of the rows of each table that came, went or changed."),
}


def _draw_results(compared: Comparison) -> bytes:
    """Draw shares and median times, each from its value before (open) to that after (filled)."""
    groups = [(unit, [one for one in compared.numbers if is_shown(one) and one.unit == unit]) for unit in ("%", "months")]
    groups = [(unit, numbers) for unit, numbers in groups if numbers]
    if not groups:
        return b""
    with figure_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(7, 0.8 * len(groups) + 0.24 * sum(len(numbers) for _, numbers in groups)), layout="constrained")
        heights = [len(numbers) for _, numbers in groups]
        for axes, (unit, numbers) in zip(figure.subplots(len(groups), 1, height_ratios=heights, squeeze=False)[:, 0], groups, strict=True):
            places = range(len(numbers))
            befores, afters = ([float(value or 0) for value in values] for values in _values(numbers))
            axes.hlines(places, befores, afters, color=SOFT, linewidth=1)
            axes.plot(befores, places, "o", markerfacecolor="white", markeredgecolor=COLOURS[0], label="before", linestyle="none")
            axes.plot(afters, places, "o", color=COLOURS[1], markersize=4, label="after", linestyle="none")
            axes.set_yticks(places, [one.name for one in numbers])
            axes.invert_yaxis()
            axes.set_xlabel(unit)
            axes.set_xlim(left=0)
        figure.axes[0].legend(loc="upper right", frameon=False, fontsize=8)
        return figure_bytes(figure, "svg")


def _values(numbers: list[MovedNumber]) -> tuple[list[float | None], list[float | None]]:
    return [one.before for one in numbers], [one.after for one in numbers]


def _draw_tables(compared: Comparison) -> bytes:
    """Draw the rows that came, went and changed, of the tables of which most did."""
    moved = [table for table in compared.tables if table.came or table.gone or table.changed]
    moved = sorted(moved, key=lambda table: -(table.came + table.gone + table.changed))[:MOST_TABLES]
    if not moved:
        return b""
    with figure_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(7, 0.8 + 0.26 * len(moved)), layout="constrained")
        axes = figure.subplots()
        begun = [0] * len(moved)
        parts = {"came": [one.came for one in moved], "gone": [one.gone for one in moved], "changed": [one.changed for one in moved]}
        for colour, (name, counts) in zip(COLOURS, parts.items(), strict=False):
            axes.barh(range(len(moved)), counts, left=begun, color=colour, label=name, height=0.6)
            begun = [sum(pair) for pair in zip(begun, counts, strict=True)]
        axes.set_yticks(range(len(moved)), [f"{one.layer}.{one.table}" for one in moved])
        axes.invert_yaxis()
        axes.set_xlabel("rows")
        axes.legend(loc="lower right", frameon=False, fontsize=8)
        return figure_bytes(figure, "svg")
