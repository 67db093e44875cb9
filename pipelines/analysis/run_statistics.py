"""The step of the statistics: takes the cohort tables, runs every analysis in the order of the paper, returns all results as one tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.analysis.adjusted_survival import AdjustedSurvival, fit_adjusted_survival
from pipelines.analysis.compared_item import ComparedItem
from pipelines.analysis.covariates import arms_of
from pipelines.analysis.landmark import Landmark, fit_first_assessment_landmark, fit_month_landmark
from pipelines.analysis.primary_tables import PaperTables, fit_paper_tables
from pipelines.analysis.response_duration import Duration, fit_response_duration
from pipelines.analysis.response_sets import ResponseSet, response_sets_of
from pipelines.analysis.response_table import ResponseTable, fit_reader_tables
from pipelines.analysis.safety import Safety, fit_safety
from pipelines.analysis.second_witness import hear_second_witness
from pipelines.analysis.sensitivity import Bounds, SensitivityRun, Variant, fit_bounds, fit_sensitivity_runs
from pipelines.analysis.subgroups import Subgroups, fit_subgroups
from pipelines.settings.sections import Settings
from schemas import role
from schemas.role import Role

Cohort = Mapping[Role, pl.DataFrame]  # the tables that the statistics read, by what each is to them


@dataclass(frozen=True)
class Statistics:
    """All results of one cohort: the paper's, then what stands beside them and replaces none of them."""

    patients: int
    arms: tuple[str, ...]
    paper: PaperTables
    confirmed: tuple[str, ...]  # what lifelines found as well
    readers: tuple[ResponseTable, ...]
    durations: tuple[Duration, ...]
    confirmed_durations: tuple[Duration, ...]
    landmarks: tuple[Landmark, ...]
    flow: tuple[dict[str, Any], ...]
    adjusted: AdjustedSurvival | None = None
    subgroups: tuple[Subgroups, ...] = ()
    sensitivity: tuple[SensitivityRun, ...] = ()
    bounds: Bounds | None = None
    safety: Safety | None = None
    printed: tuple[ComparedItem, ...] = ()


def run_statistics(cohort: Cohort, settings: Settings, variants: Sequence[Variant] = ()) -> Statistics:
    """Run all analyses on the cohort tables, by the settings of the registry, and on its variants.

    Raises Contradicted where lifelines finds another number.
    """
    analysis, months = settings.analysis, settings.survival.days_per_month
    patients = cohort[role.ANALYSIS_SET].sort("patient_id")
    best, histories = cohort[role.BEST_RESPONSES], cohort[role.RESPONSE_HISTORIES]
    how = {"days_per_month": months, "confidence_type": analysis.confidence_type}
    sets = response_sets_of(cohort[role.RESPONSE_SETS])
    paper = fit_paper_tables(patients, analysis, sets)
    has_two_arms = len(arms_of(patients)) == 2
    return Statistics(
        patients=patients.height,
        arms=arms_of(patients),
        paper=paper,
        confirmed=hear_second_witness(patients, paper),
        readers=fit_reader_tables(patients, cohort[role.READER_OPINIONS], settings.registry.index_treatment, analysis.counts_test, sets),
        durations=fit_response_duration(patients, best, **how),
        confirmed_durations=fit_response_duration(patients, best, confirmed=True, **how),
        landmarks=(
            fit_first_assessment_landmark(patients, histories, **how, sets=sets),
            fit_month_landmark(patients, best, analysis.landmark_months, **how),
        ),
        flow=tuple(cohort[role.COHORT_FLOW].sort("step").drop("row_key").to_dicts()),
        adjusted=fit_adjusted_survival(patients, analysis.caliper_sd) if has_two_arms else None,
        subgroups=tuple(fit_subgroups(patients, endpoint) for endpoint in ("os", "pfs")) if has_two_arms else (),
        sensitivity=_sensitivity(patients, variants, settings, sets),
        bounds=fit_bounds(patients, cohort[role.WAITING_PATIENTS], sets),
        safety=fit_safety(patients, cohort[role.LABORATORY_GRADES], cohort[role.EVENT_GRADES], cohort[role.DOSE_INTENSITIES]),
        printed=_compare_with_paper(paper, patients) if settings.report.compare_with_paper else (),
    )


def _compare_with_paper(tables: PaperTables, patients: pl.DataFrame) -> tuple[ComparedItem, ...]:
    from pipelines.paper.printed_and_recomputed import compare_with_printed, load_printed_numbers, load_printed_reasons

    return compare_with_printed(tables, patients, load_printed_numbers(), load_printed_reasons())


def _sensitivity(
    patients: pl.DataFrame, variants: Sequence[Variant], settings: Settings, sets: Sequence[ResponseSet]
) -> tuple[SensitivityRun, ...]:
    changed = [(one.name, one.label, one.patients.sort("patient_id")) for one in variants]
    analysis = settings.analysis
    return fit_sensitivity_runs(patients, changed, analysis.confidence_type, analysis.counts_test, sets) if changed else ()
