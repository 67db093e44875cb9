"""The comparison of the arms with confounders made alike: balance before and after, hazard ratios by each method, and within subgroups."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipelines.analysis.adjusted_survival import AdjustedSurvival
from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.subgroups import Subgroup, Subgroups
from pipelines.report.document import Cell, Line, Table, cells_of
from pipelines.report.figure_style import COLOURS, INK, LINE, SOFT
from pipelines.report.in_print import NONE, interval, p_value, rounded

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing


ESTIMANDS = {
    "matched pairs": "those of the arm with a counterpart",
    "stabilised weights": "all patients",
    "overlap weights": "those who could be in either",
}
KINDS_OF_BALANCE = (
    ("crude", "All patients"),
    ("matched", "Matched pairs"),
    ("weighted", "Stabilised weights"),
    ("overlap", "Overlap weights"),
)
NEGLIGIBLE = 0.1


def print_adjusted(adjusted: AdjustedSurvival, arms: ComparedArms, titles: Mapping[str, str], name: str) -> Table:
    """Return the hazard ratio of the arm compared by each method; `titles` are the labels of the endpoints."""
    lines = []
    for endpoint in dict.fromkeys(hazard.endpoint for hazard in adjusted.hazards):
        lines.append(Line(titles[endpoint], cells_of("", "", "", "")))
        for one in (hazard for hazard in adjusted.hazards if hazard.endpoint == endpoint):
            ratio = NONE if one.hazard_ratio is None else f"{rounded(one.hazard_ratio, 3)} ({interval(one.lower, one.upper, 3)})"
            e_value = NONE if one.e_value is None else f"{rounded(one.e_value, 2)} ({rounded(one.e_value_of_limit, 2)})"
            label = one.method[:1].upper() + one.method[1:]
            label += f" ({ESTIMANDS[one.method]})" if one.method in ESTIMANDS else ""
            lines.append(Line(label, cells_of(f"{one.events} of {one.patients}", ratio, p_value(one.p_value), e_value), True))
    reasons = dict.fromkeys(hazard.note for hazard in adjusted.hazards if hazard.note)
    sizes = ", ".join(f"{arms.title(arm)} {rounded(size, 1)}" for arm, size in zip(adjusted.arms, adjusted.effective_sizes, strict=False))
    notes = [adjusted.note] if adjusted.note else []
    notes += [f"{adjusted.pairs} matched pairs. Effective sample sizes after weighting: {sizes}."] if sizes else []
    if adjusted.overlap_sizes:
        overlap = ", ".join(
            f"{arms.title(arm)} {rounded(size, 1)}" for arm, size in zip(adjusted.arms, adjusted.overlap_sizes, strict=False)
        )
        notes.append(f"With overlap weights: {overlap}. {positivity_in_words(adjusted)}")
    without = adjusted.without
    notes += [f"{without.missing} patients are left out because a confounder is missing."] if without.missing else []
    notes += [f"Not in the score: {'; '.join(without.determined)}."] if without.determined else []
    if without.without_counterpart:
        said = ", ".join(without.confounders)
        notes.append(f"{without.without_counterpart} patients are left out because nobody of the other arm is like them in: {said}.")
    return Table(
        name=name,
        number="Table S",
        title=f"Hazard ratio of {compared_in_words(adjusted.arms, arms)}, by matching and by weighting on the propensity score",
        columns=("", "Events of patients", "HR (95 % CI)", "P-value", "E-value (of the limit)"),
        lines=tuple(lines),
        notes=(
            *notes,
            *reasons,
            "Propensity score by logistic regression; 1:1 matching with a caliper; inverse probability weights, stabilised; overlap "
            "weights; robust standard errors. In brackets: in whom the effect is asked for. E-value: how strongly an unmeasured confounder "
            "would have to go with both arm and outcome to explain the ratio away.",
        ),
        role="sensitivity",
    )


def print_balance(adjusted: AdjustedSurvival, arms: ComparedArms, name: str) -> Table:
    """Return the standardised differences of every confounder before and after."""
    lines = tuple(
        Line(one.label, cells_of(*(rounded(value, 2) for value in (one.crude, one.matched, one.weighted, one.overlap))))
        for one in adjusted.balance
    )
    return Table(
        name=name,
        number="Table S",
        title=f"Balance of {compared_in_words(adjusted.arms, arms)}: standardised differences",
        columns=("", "All patients", "Matched pairs", "Stabilised weights", "Overlap weights"),
        lines=lines,
        notes=(
            balance_in_words(adjusted),
            "In standard deviations of the arms as they are (pooled). Below 0.1 a difference is usually taken for negligible. Overlap "
            "weights make the means of what is in the score equal, whatever the score is worth.",
        ),
        role="sensitivity",
    )


def balance_in_words(adjusted: AdjustedSurvival) -> str:
    """Return the verdict: by which method all confounders are alike, and which are not by the others."""
    said = []
    for kind, label in KINDS_OF_BALANCE:
        values = [(row.label, getattr(row, kind)) for row in adjusted.balance]
        above = [name for name, value in values if value is not None and value >= NEGLIGIBLE]
        if all(value is None for _, value in values):
            said.append(f"{label}: not known")
        else:
            differing = f"{len(above)} of {len(values)} differ ({'; '.join(above)})"
            said.append(f"{label}: {differing if above else 'all are alike'}")
    return f"Confounders that differ by {NEGLIGIBLE:g} or more. {'. '.join(said)}."


def positivity_in_words(adjusted: AdjustedSurvival) -> str:
    """Return whether everybody could have been in either arm, as far as the score tells."""
    if not adjusted.unlikely:
        return "Everybody has a score between 0.05 and 0.95: each could have been in either arm (positivity)."
    patients = "patient has" if adjusted.unlikely == 1 else "patients have"
    return (
        f"{adjusted.unlikely} {patients} a score below 0.05 or above 0.95: hardly anybody like them is in the other arm, and what weights "
        "say of them stands on few (positivity)."
    )


def draw_love(adjusted: AdjustedSurvival) -> "Drawing":
    """Return the love plot: the absolute standardised differences before and after."""
    from matplotlib.figure import Figure

    rows = adjusted.balance
    height = 0.9 + 0.27 * max(len(rows), 1)
    figure = Figure(figsize=(5.4, height))
    axes = figure.add_axes((0.36, 0.5 / height, 0.6, 0.27 * max(len(rows), 1) / height))
    kinds = (
        ("crude", "All patients", "o", "white"),
        ("matched", "Matched pairs", "s", COLOURS[1]),
        ("weighted", "Stabilised", "^", COLOURS[2]),
        ("overlap", "Overlap", "D", COLOURS[3]),
    )
    for place, (name, label, marker, face) in enumerate(kinds):
        points = [(abs(getattr(row, name)), at) for at, row in enumerate(rows) if getattr(row, name) is not None]
        axes.plot(
            *(zip(*points, strict=True) if points else ([], [])),
            linestyle="none", marker=marker, markersize=5.5, color=COLOURS[place], markerfacecolor=face, label=label, zorder=3,
            clip_on=False,
        )  # fmt: skip
    for at in range(len(rows)):
        axes.axhline(at, color=LINE, linewidth=0.5, zorder=1)
    axes.axvline(0.1, color=SOFT, linestyle=(0, (4, 2)), linewidth=0.8)
    axes.set_xlim(left=0)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [row.label for row in rows], fontsize=8.5, color=INK)
    axes.tick_params(axis="y", length=0, pad=7)
    axes.set_xlabel("Absolute standardised difference", fontsize=8.5)
    figure.legend(loc="upper center", ncols=4, frameon=False, fontsize=8.5, bbox_to_anchor=(0.5, 1.0))
    return figure


def love_in_words(adjusted: AdjustedSurvival) -> str:
    """Return what the love plot shows."""
    said = "; ".join(
        f"{row.label} {rounded(row.crude, 2)}, {rounded(row.matched, 2)}, {rounded(row.weighted, 2)}, {rounded(row.overlap, 2)}"
        for row in adjusted.balance
    )
    return f"Standardised differences of all patients, of the matched pairs, with stabilised weights and with overlap weights: {said}."


def print_subgroups(subgroups: Sequence[Subgroups], arms: ComparedArms, titles: Mapping[str, str], name: str) -> Table:
    """Return the hazard ratio of the second arm within each subgroup, for each endpoint, and the p-value of interaction."""
    lines = []
    for one in subgroups:
        lines.append(Line(titles[one.endpoint], cells_of("", "", "", "")))
        if one.everybody:
            lines.append(_subgroup_line(one.everybody, ""))
        for pair in one.pairs:
            for place, subgroup in enumerate(pair.subgroups):
                lines.append(_subgroup_line(subgroup, p_value(pair.interaction.p_value) if not place else ""))
    notes = dict.fromkeys(one.note for one in subgroups if one.note)
    first = subgroups[0]
    return Table(
        name=name,
        number="Table S",
        title=f"Hazard ratio of {compared_in_words(first.arms, arms)} within subgroups",
        columns=("", *(f"{arms.title(arm)}\nevents of patients" for arm in (*first.arms, "", "")[:2]), "HR (95 % CI)", "P of interaction"),
        lines=tuple(lines),
        notes=(*notes, "Exploratory: many subgroups were looked at, and none was powered. Interaction by the likelihood ratio test."),
        role="sensitivity",
    )


def compared_in_words(both: Sequence[str], arms: ComparedArms) -> str:
    """Return which arm is compared with which."""
    return f"{arms.title(both[1])} against {arms.title(both[0])}" if len(both) == 2 else "the arm compared"


def _subgroup_line(subgroup: Subgroup, p: str) -> Line:
    term = subgroup.term
    counts = [f"{events} of {size}" for size, events in zip(subgroup.sizes, subgroup.events, strict=True)]
    ratio = NONE if term.hazard_ratio is None else f"{rounded(term.hazard_ratio, 3)} ({interval(term.lower, term.upper, 3)})"
    return Line(subgroup.label, (*map(Cell, (*counts, *("",) * (2 - len(counts)))), Cell(ratio), Cell(p)), True)
