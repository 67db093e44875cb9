"""The step of the statistics: reads the cohort tables, runs every analysis in the order of the paper, returns all results as one tree."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.analysis.adjusted_survival import AdjustedSurvival, fit_adjusted_survival
from pipelines.analysis.covariates import arms_of
from pipelines.analysis.landmark import Landmark, fit_first_assessment_landmark, fit_month_landmark
from pipelines.analysis.primary_tables import PaperTables, fit_paper_tables
from pipelines.analysis.response_duration import Duration, fit_response_duration
from pipelines.analysis.response_table import ResponseTable, fit_reader_tables
from pipelines.analysis.safety import Safety, fit_safety
from pipelines.analysis.second_witness import hear_second_witness
from pipelines.analysis.sensitivity import Bounds, SensitivityRun, fit_bounds, fit_sensitivity_runs
from pipelines.analysis.subgroups import Subgroups, fit_subgroups
from pipelines.paper.printed_and_recomputed import ComparedItem, compare_with_printed, load_printed_numbers, load_printed_reasons
from pipelines.run.variants import Variant
from pipelines.settings.sections import Settings

READ = (
    "patients", "best_responses", "response_histories", "read_responses", "attrition",
    "lab_toxicities", "adverse_event_grades", "dose_intensities", "quarantined_patients",
)  # fmt: skip


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
    attrition: tuple[dict[str, object], ...]
    adjusted: AdjustedSurvival | None = None
    subgroups: tuple[Subgroups, ...] = ()
    sensitivity: tuple[SensitivityRun, ...] = ()
    bounds: Bounds | None = None
    safety: Safety | None = None
    printed: tuple[ComparedItem, ...] = ()


def read_cohort(connection: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    """Return the cohort tables that the statistics read, each in the order of its rows' keys."""
    return {table: connection.sql(f"select * from cohort.{table} order by row_key").pl() for table in READ}


def run_statistics(cohort: dict[str, pl.DataFrame], settings: Settings, variants: Sequence[Variant] = ()) -> Statistics:
    """Run all analyses on the cohort tables (as read_cohort gives them), by the settings of the registry, and on its variants.

    Raises Contradicted where lifelines finds another number.
    """
    analysis, months = settings.analysis, settings.survival.days_per_month
    patients = cohort["patients"].sort("patient_id")
    best, histories = cohort["best_responses"], cohort["response_histories"]
    how = {"days_per_month": months, "confidence_type": analysis.confidence_type}
    paper = fit_paper_tables(patients, analysis)
    has_two_arms = len(arms_of(patients)) == 2
    return Statistics(
        patients=patients.height,
        arms=arms_of(patients),
        paper=paper,
        confirmed=hear_second_witness(patients, paper),
        readers=fit_reader_tables(patients, cohort["read_responses"], settings.registry.index_treatment, analysis.counts_test),
        durations=fit_response_duration(patients, best, **how),
        confirmed_durations=fit_response_duration(patients, best, confirmed=True, **how),
        landmarks=(
            fit_first_assessment_landmark(patients, histories, **how),
            fit_month_landmark(patients, best, analysis.landmark_months, **how),
        ),
        attrition=tuple(cohort["attrition"].sort("step").drop("row_key", "patient_id").to_dicts()),
        adjusted=fit_adjusted_survival(patients, analysis.caliper_sd) if has_two_arms else None,
        subgroups=tuple(fit_subgroups(patients, endpoint) for endpoint in ("os", "pfs")) if has_two_arms else (),
        sensitivity=_sensitivity(patients, variants, settings),
        bounds=fit_bounds(patients, cohort["quarantined_patients"]),
        safety=fit_safety(patients, cohort["lab_toxicities"], cohort["adverse_event_grades"], cohort["dose_intensities"]),
        printed=compare_with_printed(paper, patients, load_printed_numbers(), load_printed_reasons())
        if settings.report.compare_with_paper
        else (),
    )


def _sensitivity(patients: pl.DataFrame, variants: Sequence[Variant], settings: Settings) -> tuple[SensitivityRun, ...]:
    changed = [(one.name, one.label, one.patients.sort("patient_id")) for one in variants]
    analysis = settings.analysis
    return fit_sensitivity_runs(patients, changed, analysis.confidence_type, analysis.counts_test) if changed else ()
