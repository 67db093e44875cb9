"""Missing covariates as they are printed: which are missing together, as a table and a picture; and the models with them imputed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.imputation import DONORS
from pipelines.analysis.missing_values import ImputedModel, ImputedTerm, MissingPatterns
from pipelines.report.baseline_tables import group_columns
from pipelines.report.cox_tables import hazard_ratio
from pipelines.report.document import Block, Cell, Figure, Line, Paragraph, Table, cells_of
from pipelines.report.figure_style import COLOURS, INK
from pipelines.report.in_print import NONE, interval, p_value, rounded

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

WIDTH, ROW = 5.4, 0.26  # inches
OBSERVED, MISSING = "#d9e6f2", COLOURS[1]
MOST_PATTERNS = 20


def print_missing(
    found: MissingPatterns | None, models: Sequence[ImputedModel], arms: ComparedArms, titles: Mapping[str, str]
) -> Iterator[Block]:
    """Yield them; of a cohort that lacks nothing, that it does. `titles` are the labels of the endpoints."""
    if found and not found.covariates:
        yield Paragraph("No covariate of the models is missing of any patient, and nothing was imputed.")
    elif found:
        yield _patterns(found, arms)
        yield _figure(found)
    if models:
        yield _models(models, titles)


def _patterns(found: MissingPatterns, arms: ComparedArms) -> Table:
    labels = dict(found.covariates)

    def line(label: str, counts: Sequence[int], is_indented: bool = True) -> Line:
        return Line(label, cells_of(*(_share(count, size) for count, size in zip(counts, found.sizes, strict=True))), is_indented)

    shown = found.patterns[:MOST_PATTERNS]
    lines = [Line("Patients without", (Cell(""),) * len(found.arms))]
    lines += [line(label, found.lacking(name)) for name, label in found.covariates]
    lines.append(Line("Missing together", (Cell(""),) * len(found.arms)))
    lines += [line("; ".join(labels[name] for name in one.missing) or "Nothing", one.counts) for one in shown]
    left = len(found.patterns) - len(shown)
    return Table(
        name="missing_values",
        number="Table S",
        title="Covariates of the models that are missing, and which are missing together",
        columns=("", *group_columns(found.arms, found.sizes, arms)),
        lines=tuple(lines),
        notes=(
            "n (%). A model leaves out whoever lacks one of its covariates: if those differ from the others, or more of one arm lack "
            f"something, it may mislead.{f' {left} more patterns are not listed.' if left else ''}",
        ),
        role="sensitivity",
    )


def _share(count: int, size: int) -> str:
    return f"{count} ({100 * count / size:.1f})" if size else NONE


def _models(models: Sequence[ImputedModel], titles: Mapping[str, str]) -> Table:
    lines, said = [], []
    for one in models:
        lines.append(Line(titles[one.endpoint], (Cell(""),) * 5))
        lines += [_line(term) for term in one.terms]
        said.append(f"{titles[one.endpoint]}: {one.complete} of {one.patients} patients are complete; {one.sets} sets.")
    return Table(
        name="imputed_models",
        number="Table S",
        title="Multivariate models with missing covariates imputed, beside complete cases",
        columns=("", "HR (95 % CI)", "P-value", "HR (95 % CI)", "P-value", "Missing information"),
        spans=(("", 1), ("Complete cases", 2), ("Imputed", 3)),
        lines=tuple(lines),
        notes=(
            " ".join(said),
            f"Multiple imputation by chained equations (predictive mean matching, {DONORS} donors, event and cumulative hazard among the "
            "predictors), pooled by Rubin's rules. It takes for granted that, given what is in the model, whether a value is missing does "
            "not depend on it. Missing information: the share of what could be known of a coefficient that is not.",
        ),
        role="sensitivity",
    )


def _line(term: ImputedTerm) -> Line:
    own = term.complete
    alone = (hazard_ratio(own), p_value(own.p_value)) if own.interval else (NONE, NONE)
    if term.pooled is None:
        return Line(own.label, cells_of(*alone, NONE, NONE, NONE), True)
    ratio, lower, upper = term.pooled.ratios
    pooled = NONE if ratio is None else f"{rounded(ratio, 3)} ({interval(lower, upper, 3)})"
    return Line(own.label, cells_of(*alone, pooled, p_value(term.pooled.p_value), f"{100 * term.pooled.missing_information:.0f} %"), True)


def _figure(found: MissingPatterns) -> Figure:
    return Figure(
        name="missing_patterns",
        number="Figure S",
        title="Patterns of missing covariates",
        alt=_in_words(found),
        draw=lambda: draw_patterns(found),
        notes=("A line is a pattern, with the number of its patients; dark: missing.",),
        role="sensitivity",
    )


def draw_patterns(found: MissingPatterns) -> "Drawing":
    """Return a line of tiles for each pattern and a column for each covariate that somebody lacks, the number of patients beside."""
    from matplotlib.figure import Figure as Canvas

    shown = found.patterns[:MOST_PATTERNS]
    height = 1.5 + ROW * len(shown)
    figure = Canvas(figsize=(WIDTH, height))
    axes = figure.add_axes((0.06, 0.1 / height, min(0.5, 0.085 * len(found.covariates)), ROW * len(shown) / height))
    for row, one in enumerate(shown):
        for column, (name, _) in enumerate(found.covariates):
            colour = MISSING if name in one.missing else OBSERVED
            axes.bar(column, 0.86, bottom=row - 0.43, width=0.9, color=colour, linewidth=0)
        patients = sum(one.counts)
        said = f"{patients} patient{'s' if patients != 1 else ''}"
        axes.text(len(found.covariates) - 0.3, row, said, va="center", fontsize=8.5, color=INK)
    axes.set_xlim(-0.6, len(found.covariates) - 0.4)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks(range(len(found.covariates)), [label for _, label in found.covariates], rotation=40, ha="left", fontsize=8.5)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    return figure


def _in_words(found: MissingPatterns) -> str:
    lacking = "; ".join(f"{label} {sum(found.lacking(name))}" for name, label in found.covariates)
    complete = sum(sum(one.counts) for one in found.patterns if not one.missing)
    return f"{complete} of {sum(found.sizes)} patients have all covariates. Without: {lacking}."
