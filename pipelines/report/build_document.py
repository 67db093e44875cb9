"""Puts the report together from the statistics: tiles, and the sections in the order of the paper, their tables and figures numbered."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipelines.analysis.arms import ComparedArms, compared_arms
from pipelines.analysis.covariates import ARM
from pipelines.analysis.cox_table import CoxTable
from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.run_statistics import Statistics
from pipelines.analysis.survival_by_arm import SurvivalByArm
from pipelines.report.appendix import build_appendix, with_contents
from pipelines.report.baseline_tables import print_baseline
from pipelines.report.cohort_flow import build_flow, criteria_off_in_words
from pipelines.report.cox_tables import hazard_ratio, print_cox
from pipelines.report.document import Block, Document, Figure, Paragraph, Section, Table, Tile, numbered
from pipelines.report.forest_figures import draw_forest, forest_in_words
from pipelines.report.in_print import HIDDEN, SUPPRESSED, count_and_percent, interval, percent, rounded, shown
from pipelines.report.methods import write_methods
from pipelines.report.numbers import FIRST_COX_TABLE
from pipelines.report.one_arm import without_comparison
from pipelines.report.response_tables import (
    print_response,
    say_not_evaluable,
    say_undated,
    say_unverifiable,
)
from pipelines.report.safety_tables import print_safety
from pipelines.report.survival_figures import draw_survival, has_bands, survival_in_words
from pipelines.report.survival_tables import follow_up_in_words, print_survival, say_imputed_deaths
from pipelines.settings.sections import Settings
from pipelines.settings.study_arms import ALL
from pipelines.warehouse.table_files import table_of
from schemas.role import PATIENTS


def build_document(statistics: Statistics, settings: Settings, results: Mapping[str, Any]) -> Document:
    """Return the report of one release; `results` is the content of its results.json."""
    paper = statistics.paper
    titles = {one.column: one.label for one in statistics.endpoints}
    sizes = list(zip(paper.baseline.groups, paper.baseline.sizes, strict=True))[:-1]
    is_published = settings.report.profile == "publish"
    arms = compared_arms(settings.study)
    criterion = statistics.criterion.label if statistics.criterion else ""
    flow = build_flow(statistics.flow, sizes, arms, "Figure S")
    sections = (
        Section("flow", "Cohort flow", (*_said_of_flow(settings, results), flow)),
        Section("baseline", "Patients", (print_baseline(paper.baseline, arms),)),
        Section("response", "Response", (
            *say_not_evaluable(statistics.criterion),
            print_response(paper.response, arms, criterion),
            *say_unverifiable(statistics.criterion),
            *say_undated(statistics.undated),
        )),
        Section("survival", "Survival", (
            Paragraph(follow_up_in_words(paper.survivals[0])),
            *say_imputed_deaths(statistics.imputed_deaths, settings.survival.month_of_death),
            *(
                _survival_figure(survival, f"Figure {place}", settings, _ratio(table, settings))
                for place, (survival, table) in enumerate(zip(paper.survivals, paper.coxes, strict=True), 1)
            ),
            print_survival(paper.survivals, arms, "Table S"),
        )),
        Section("cox", "Factors associated with survival", (
            *(block for place, table in enumerate(paper.coxes, FIRST_COX_TABLE) for block in _cox(table, titles, f"Table {place}")),
        )),
        *_safety(statistics, settings),
        write_methods(statistics, settings, str(results["as_of"]), str(results["run_id"])),
        *build_appendix(statistics, settings, titles, results),
        *_comparison(statistics),
    )  # fmt: skip
    sections = with_contents(numbered(sections))
    if len(statistics.arms) == 1:
        sections = without_comparison(sections, arms.title(ALL))
    return Document(
        registry=settings.registry.name,
        as_of=str(results["as_of"]),
        run_id=str(results["run_id"]),
        profile=settings.report.profile,
        tiles=tuple(_tiles(statistics, arms, results, is_published)),
        sections=tuple(map(_explained, sections)),
        warnings=(_suppressed_in_words(statistics, settings.report.small_cell),) if is_published else (),
    )


def _explained(section: Section) -> Section:
    """Say below each table in which something is suppressed what the sign means."""
    said = f"{HIDDEN} Suppressed: a small count, or a number from which one could be computed."

    def explained(block: Block) -> Block:
        has_hidden = isinstance(block, Table) and any(HIDDEN in cell.text for line in block.lines for cell in line.cells)
        return replace(block, notes=(said, *block.notes)) if has_hidden else block

    return replace(section, blocks=tuple(map(explained, section.blocks)))


def _tiles(statistics: Statistics, arms: ComparedArms, results: Mapping[str, Any], is_published: bool) -> Iterator[Tile]:
    paper = statistics.paper
    compared = len(statistics.arms) > 1
    sizes = zip(paper.baseline.groups[:-1], paper.baseline.sizes[:-1], strict=True)
    yield Tile("Patients", str(statistics.patients), ", ".join(f"{arms.title(arm)} {size}" for arm, size in sizes if compared))
    if not is_published:
        yield Tile("Findings", f"{sum(results['findings'].values()):,}", "of the gates; listed below by rule")
    whole = paper.survivals[0].group("all")
    yield Tile(_events(statistics.endpoints[0]), shown(whole.curve.event_count), f"of {shown(whole.curve.patients)}")
    for survival in paper.survivals[:2]:
        group = survival.group("all")
        notes = [f"months (95 % CI {interval(group.median.lower, group.median.upper, 1)})"]
        notes += [f"{arms.title(one.name)} {rounded(one.median.estimate, 1, 'not reached')}" for one in survival.groups[:-1] if compared]
        yield Tile(f"Median {survival.short}", rounded(group.median.estimate, 1, "not reached"), "; ".join(notes))
    response = paper.response.responders
    by_arm = "; ".join(
        f"{arms.title(arm)} {count_and_percent(share)}"
        for arm, share in zip(paper.response.groups[:-1], response.groups[:-1], strict=True)
        if compared
    )
    yield Tile(f"{response.name}, %", percent(response.groups[-1]) if response.groups[-1].count is not SUPPRESSED else HIDDEN, by_arm)


def _events(endpoint: Endpoint) -> str:
    """Return what the events of an endpoint are called: deaths, or those of PFS, which are of several kinds."""
    (first, *others) = endpoint.events
    return f"{endpoint.short} events" if others else f"{first}s"


def _suppressed_in_words(statistics: Statistics, threshold: int) -> str:
    if not statistics.patients:
        return f"For print nothing is shown: no arm has at least {threshold} patients."
    return (
        f"For print: counts from 1 to {threshold - 1}, and what they could be computed from, are suppressed ({HIDDEN}); patients of arms "
        f"with fewer than {threshold} are left out; curves end where fewer than {threshold} patients are at risk in an arm. The adjusted "
        "comparison, subgroups, sensitivity runs and single treatment cycles are not printed: their differences would tell small counts. "
        "The steps of a curve, and what numbers at risk fall by, are of few patients; they tell when somebody had the event, nothing else."
    )


def _said_of_flow(settings: Settings, results: Mapping[str, Any]) -> Iterator[Paragraph]:
    if settings.report.profile != "publish":
        yield Paragraph(_flow_in_words(results))
    if off := criteria_off_in_words(settings.study):
        yield Paragraph(off)


def _flow_in_words(results: Mapping[str, Any]) -> str:
    patients = results["tables"].get(table_of(PATIENTS), {})
    quarantined, replaced = patients.get("quarantined", 0), patients.get("replaced", 0)
    later = f", {replaced:,} were replaced by later ones," if replaced else ","
    return (
        f"Of {patients.get('read', 0):,} patient records read{later} {quarantined:,} were quarantined by the gate and "
        f"{patients.get('duplicates', 0):,} were exact duplicates; the flow begins with those accepted."
    )


def _ratio(table: CoxTable, settings: Settings) -> str:
    """Return the hazard ratio of the one arm compared, with no other covariate, where the settings ask for it and it is known."""
    terms = table.alone(ARM).terms if ARM in table.covariates and settings.report.hazard_ratio_in_figures else ()
    return f"HR {hazard_ratio(terms[0])}" if len(terms) == 1 and terms[0].interval else ""


def _survival_figure(survival: SurvivalByArm, number: str, settings: Settings, ratio: str = "") -> Figure:
    arms = compared_arms(settings.study)
    bands = f" with 95 % confidence bands ({survival.groups[0].curve.confidence_type} type)" if has_bands(survival) else ""
    months = tuple(settings.analysis.at_risk_months)
    small = settings.report.small_cell if settings.report.profile == "publish" else 0
    return Figure(
        name=f"figure_{number.rpartition(' ')[2]}_{survival.endpoint}",
        number=number,
        title=f"{survival.title} by arm",
        alt=survival_in_words(survival, arms),
        draw=lambda: draw_survival(survival, arms, months, small, ratio),
        notes=(
            f"Kaplan–Meier curves{bands}; ticks are censored "
            "patients; dotted lines show the medians, in months. At risk at a time: patients observed at least that long. p: log-rank test "
            f"on the whole follow-up. {survival.title} counts from {survival.starts_at}.",
        ),
    )


def _safety(statistics: Statistics, settings: Settings) -> list[Section]:
    if statistics.safety is None:
        return []
    tables = print_safety(statistics.safety, settings.study, settings.scores.ctcae_version, ("Table S",) * 4)
    absent = [table.title.removesuffix(", n (%)") for table in tables if not table.lines and settings.report.profile != "publish"]
    said = [Paragraph(f"Nothing is recorded of: {'; '.join(title[:1].lower() + title[1:] for title in absent)}.")] if absent else []
    return [Section("safety", "Safety", (*said, *(table for table in tables if table.lines)))]


def _comparison(statistics: Statistics) -> list[Section]:
    if not statistics.printed:
        return []
    from pipelines.paper.printed_tables import print_comparison

    return [print_comparison(statistics.printed)]


def _cox(table: CoxTable, titles: Mapping[str, str], number: str) -> tuple[Block, Block]:
    """Return the table of one endpoint and its forest plot."""
    title = titles[table.endpoint]
    return print_cox(table, title, number), _forest(table, title)


def _forest(table: CoxTable, title: str) -> Figure:
    return Figure(
        name=f"forest_{table.endpoint}",
        number="Figure S",
        title=f"Hazard ratios: {title.lower()}",
        alt=forest_in_words(table, title),
        draw=lambda: draw_forest(table),
        notes=("Open circles and dashed lines: each covariate alone. Filled squares and solid lines: the multivariate model.",),
        is_wide=True,
    )
