"""The appendix: all that stands beside the primary analysis, in parts with a table of contents; a part without blocks is left out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.analysis.arms import ComparedArms, compared_arms
from pipelines.analysis.covariate_definitions import load_covariates
from pipelines.analysis.run_statistics import Statistics
from pipelines.report.added_tables import print_further_survival, print_rate_differences
from pipelines.report.adjusted_rate_tables import print_adjusted_rates
from pipelines.report.agreement_tables import print_agreement
from pipelines.report.checklists import print_checklists
from pipelines.report.competing_tables import print_competing
from pipelines.report.course_figures import print_courses
from pipelines.report.cox_tables import print_proportionality
from pipelines.report.document import Block, Contents, Figure, Paragraph, Section, Table
from pipelines.report.further_hazard_tables import print_further_hazards
from pipelines.report.missing_value_tables import print_missing
from pipelines.report.model_check_tables import print_model_checks
from pipelines.report.numbers import numbers_of
from pipelines.report.pairs_of_arms import print_pairs
from pipelines.report.residual_figures import print_residuals
from pipelines.report.response_curve_figures import print_duration_curves, print_landmark_curves
from pipelines.report.response_tables import print_durations, print_other_criteria, print_readings
from pipelines.report.sensitivity_tables import print_bounds, print_other_bounds, print_sensitivity
from pipelines.report.survival_tables import print_landmarks
from pipelines.settings.sections import Settings
from pipelines.warehouse.criteria_in_force import criteria_in_force

ANCHOR = "appendix"
NUMBER = "Table S"


def build_appendix(
    statistics: Statistics, settings: Settings, titles: Mapping[str, str], results: Mapping[str, Any]
) -> tuple[Section, ...]:
    """Return the parts of the appendix behind their contents; `titles` are the labels of the endpoints, `results` those of the gates."""
    arms = compared_arms(settings.study)
    is_published, requested = settings.report.profile == "publish", statistics.requested
    adjusted = () if is_published else tuple(_adjusted(statistics, settings, titles))
    parts = (
        ("appendix-response", "Response, further", tuple(_response(statistics, arms))),
        ("appendix-courses", "Course of each patient", () if is_published else tuple(_courses(statistics, settings, arms))),
        ("appendix-survival", "Survival, further", tuple(_survival(statistics, settings, arms))),
        ("appendix-models", "Cox models, further", tuple(_models(statistics, settings, titles))),
        ("appendix-missing", "Missing covariates", tuple(print_missing(requested.missing, requested.imputed, arms, titles))),
        ("appendix-adjusted", "Adjusted comparison and subgroups", adjusted),
        ("appendix-choices", "Other choices and quarantined rows", tuple(_choices(statistics, arms))),
        ("appendix-checklists", "Reporting checklists", tuple(_checklists(statistics, settings, titles, results))),
    )
    sections = tuple(Section(anchor, title, blocks, is_appendix=True) for anchor, title, blocks in parts if blocks)
    said = "None of these replaces the analyses above; they show how far the results depend on a choice, or what else can be asked."
    return (Section(ANCHOR, "Appendix: sensitivity analyses", (Paragraph(said), Contents())), *sections)


def with_contents(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections with the tables and figures of the appendix, as they are numbered, in its contents."""
    entries = tuple(
        (section.title, tuple((block.number, block.title, block.name) for block in section.blocks if isinstance(block, Table | Figure)))
        for section in sections
        if section.is_appendix
    )
    return tuple(
        Section(
            section.anchor, section.title, tuple(Contents(entries) if isinstance(block, Contents) else block for block in section.blocks)
        )
        if section.anchor == ANCHOR
        else section
        for section in sections
    )


def _response(statistics: Statistics, arms: ComparedArms) -> Iterator[Block]:
    paper, undated = statistics.paper, statistics.undated
    readers = (*statistics.readers, *(undated.readers if undated else ()))
    yield from print_other_criteria(statistics.other_criteria, arms, NUMBER)
    yield print_readings((paper.response, paper.confirmed_response), arms, NUMBER, statistics.other_criteria, readers)
    if statistics.agreement:
        yield print_agreement(statistics.agreement, NUMBER)
    if statistics.response_differences:
        yield print_rate_differences(statistics.response_differences, arms, NUMBER)
    if statistics.durations:
        yield print_durations(statistics.durations, statistics.confirmed_durations, arms, NUMBER)


def _courses(statistics: Statistics, settings: Settings, arms: ComparedArms) -> Iterator[Block]:
    yield from print_courses(statistics.requested.courses, arms, criteria_in_force(settings.study)[0])


def _survival(statistics: Statistics, settings: Settings, arms: ComparedArms) -> Iterator[Block]:
    has_curves = "response_curves" in settings.analysis.further and settings.report.profile != "publish"
    months = settings.analysis.at_risk_months
    if has_curves:
        yield from print_duration_curves(statistics.durations, statistics.confirmed_durations, arms, months)
    if statistics.further:
        yield print_further_survival(statistics.further, arms, NUMBER)
    if statistics.landmarks:
        yield print_landmarks(statistics.landmarks, NUMBER)
    if has_curves:
        yield from print_landmark_curves(statistics.landmarks, months)
    yield from print_competing(statistics.competing, arms)


def _models(statistics: Statistics, settings: Settings, titles: Mapping[str, str]) -> Iterator[Block]:
    strata = settings.study.strata
    yield print_proportionality(statistics.paper.coxes, titles, NUMBER)
    if statistics.checks:
        yield print_model_checks(statistics.checks, compared_arms(settings.study), titles, NUMBER)
    yield from print_residuals(statistics.requested.residuals, titles)
    if statistics.hazards:
        yield print_further_hazards(statistics.hazards, [load_covariates()[name].label for name in strata], NUMBER)


def _adjusted(statistics: Statistics, settings: Settings, titles: Mapping[str, str]) -> Iterator[Block]:
    arms, rates = compared_arms(settings.study), statistics.requested.rates
    yield from print_pairs(statistics, arms, titles)
    yield from print_adjusted_rates(rates, arms, titles, statistics.arms, settings.analysis.at_risk_months)


def _checklists(statistics: Statistics, settings: Settings, titles: Mapping[str, str], results: Mapping[str, Any]) -> Iterator[Block]:
    if "checklists" in settings.analysis.further:
        yield from print_checklists(statistics, settings, results, numbers_of(statistics), titles)


def _choices(statistics: Statistics, arms: ComparedArms) -> Iterator[Block]:
    if statistics.sensitivity:
        yield print_sensitivity(statistics.sensitivity, arms, NUMBER)
    if statistics.bounds:
        yield from print_bounds(statistics.bounds, NUMBER)
    yield from print_other_bounds(statistics.other_criteria, NUMBER)
