"""The step of the statistics: takes the cohort tables, runs every analysis in the order of the paper, returns all results as one tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.analysis.adjusted_survival import AdjustedSurvival, fit_adjusted_survival
from pipelines.analysis.arms import ComparedArms, arms_of, compared_arms, pairs_of, reference_of, with_arms
from pipelines.analysis.compared_item import ComparedItem
from pipelines.analysis.compared_readers import ReaderAgreement, compare_readers
from pipelines.analysis.competing_risks import CompetingChoices, CompetingRisks, fit_competing_risks
from pipelines.analysis.covariates import Covariate, covariates_of
from pipelines.analysis.endpoints import Endpoint, endpoints_of, with_times
from pipelines.analysis.further_hazards import FurtherHazard, fit_from_first_systemic, fit_response_as_known, fit_within_strata
from pipelines.analysis.further_survival import FurtherSurvival, fit_further_survival
from pipelines.analysis.imputed_deaths import count_imputed_deaths
from pipelines.analysis.lab_values import with_lab_values
from pipelines.analysis.landmark import Landmark, fit_first_assessment_landmark, fit_month_landmark
from pipelines.analysis.model_checks import ModelChecks, check_models
from pipelines.analysis.primary_tables import Looked, PaperTables, fit_paper_tables
from pipelines.analysis.rate_differences import RateDifference, compare_rates
from pipelines.analysis.requested import NOTHING_MORE, Requested, fit_requested
from pipelines.analysis.response_criteria import OtherResponses, ResponseCriterion, criteria_of, fit_other_responses
from pipelines.analysis.response_duration import Duration, fit_response_duration
from pipelines.analysis.response_sets import response_sets_of
from pipelines.analysis.response_table import ResponseTable, counted_reads, fit_reader_tables
from pipelines.analysis.safety import Safety, fit_safety
from pipelines.analysis.second_witness import hear_second_witness
from pipelines.analysis.sensitivity import Bounds, Choices, SensitivityRun, Variant, fit_bounds, fit_sensitivity_runs
from pipelines.analysis.subgroups import Subgroups, fit_subgroups
from pipelines.analysis.undated_reads import UndatedReads, fit_undated_reads
from pipelines.settings.sections import Settings
from schemas import role
from schemas.role import Role

OF_SAFETY = (role.LABORATORY_GRADES, role.EVENT_GRADES, role.EXPOSURES, role.DOSE_INTENSITIES)

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
    agreement: tuple[ReaderAgreement, ...] = ()
    response_differences: tuple[RateDifference, ...] = ()
    further: tuple[FurtherSurvival, ...] = ()
    competing: tuple[CompetingRisks, ...] = ()
    hazards: tuple[FurtherHazard, ...] = ()  # of other Cox models
    checks: tuple[ModelChecks, ...] = ()  # of the multivariate ones
    adjusted: tuple[AdjustedSurvival, ...] = ()  # of each arm with the reference, and so the subgroups
    subgroups: tuple[Subgroups, ...] = ()
    sensitivity: tuple[SensitivityRun, ...] = ()
    bounds: Bounds | None = None
    endpoints: tuple[Endpoint, ...] = ()
    criterion: ResponseCriterion | None = None  # the primary one, by which all responses are but those of other_criteria
    other_criteria: tuple[OtherResponses, ...] = ()
    safety: Safety | None = None
    printed: tuple[ComparedItem, ...] = ()
    undated: UndatedReads | None = None
    requested: Requested = NOTHING_MORE
    imputed_deaths: int = 0  # of which only the month is known; for print, that there are some


def run_statistics(cohort: Cohort, settings: Settings, variants: Sequence[Variant] = ()) -> Statistics:
    """Run all analyses on the cohort tables, by the settings of the registry, and on its variants.

    Raises Contradicted where lifelines finds another number.
    """
    analysis, months = settings.analysis, settings.survival.days_per_month
    arms = compared_arms(settings.study)
    patients, endpoints = patients_with_times(cohort, arms), endpoints_of(cohort[role.ENDPOINTS])
    covariates = covariates_of(patients, arms, settings.study.covariates)
    best, histories, reads = (
        cohort[one].filter("is_primary_criterion") for one in (role.BEST_RESPONSES, role.RESPONSE_HISTORIES, role.READER_OPINIONS)
    )
    how = {"days_per_month": months, "confidence_type": analysis.confidence_type}
    sets = response_sets_of(cohort[role.RESPONSE_SETS])
    reference = reference_of(patients, arms)
    looked = Looked(covariates, endpoints, tuple(sets), reference)
    paper = fit_paper_tables(patients, settings.study, analysis, looked)
    pairs = pairs_of(patients, arms)
    return Statistics(
        patients=patients.height,
        arms=arms_of(patients),
        paper=paper,
        confirmed=hear_second_witness(patients, paper, covariates),
        readers=fit_reader_tables(patients, reads, analysis.counts_test, sets),
        durations=fit_response_duration(patients, best, **how),
        confirmed_durations=fit_response_duration(patients, best, confirmed=True, **how),
        landmarks=(
            fit_first_assessment_landmark(patients, histories, **how, sets=sets),
            fit_month_landmark(patients, best, analysis.landmark_months, **how),
        ),
        flow=tuple(cohort[role.COHORT_FLOW].sort("step").drop("row_key").to_dicts()),
        agreement=compare_readers(patients, reads) if "readers" in analysis.further else (),
        response_differences=compare_rates(paper.response, reference) if "response" in analysis.further else (),
        further=tuple(
            fit_further_survival(one, analysis.quantiles, reference, analysis.restricted_mean_months)
            for one in paper.survivals
            if "survival" in analysis.further
        ),
        competing=fit_competing_risks(
            patients,
            endpoints if "competing_events" in analysis.further else (),
            CompetingChoices(tuple(analysis.rate_months), reference, _liver_deaths(settings)),
        ),
        hazards=_further_hazards(patients, cohort, settings, endpoints) if endpoints and "cox_models" in analysis.further else (),
        checks=_checks(patients, paper, covariates, settings) if "cox_models" in analysis.further else (),
        adjusted=tuple(_adjusted(pair, arms, settings, endpoints) for pair in pairs) if settings.study.confounders else (),
        subgroups=tuple(
            fit_subgroups(pair, one.column, arms, settings.study.subgroups)
            for pair in pairs
            for one in endpoints
            if settings.study.subgroups
        ),
        sensitivity=_sensitivity(patients, variants, Choices(arms, analysis.confidence_type, analysis.counts_test, tuple(sets), endpoints)),
        bounds=fit_bounds(patients, cohort[role.WAITING_PATIENTS], sets),
        endpoints=endpoints,
        criterion=next(iter(criteria_of(cohort[role.RESPONSE_CRITERIA])), None),
        other_criteria=fit_other_responses(patients, cohort, analysis.counts_test, sets),
        safety=fit_safety(patients, *(cohort[one] for one in OF_SAFETY)),
        undated=fit_undated_reads(patients, counted_reads(patients, reads), cohort[role.UNDATED_READS], analysis.counts_test, sets),
        requested=fit_requested(patients, cohort, settings, looked, paper.coxes),
        imputed_deaths=count_imputed_deaths(patients),
        printed=_compare_with_paper(paper, patients) if settings.report.compare_with_paper else (),
    )


def patients_with_times(cohort: Cohort, arms: ComparedArms) -> pl.DataFrame:
    """Return the analysis set by patient, with the arm as a factor, laboratory values, and the times of every endpoint of the study."""
    patients = with_lab_values(with_arms(cohort[role.ANALYSIS_SET].sort("patient_id"), arms), cohort[role.BASELINE_LABS])
    return with_times(patients, cohort[role.EVENT_TIMES], endpoints_of(cohort[role.ENDPOINTS]))


def _compare_with_paper(tables: PaperTables, patients: pl.DataFrame) -> tuple[ComparedItem, ...]:
    from pipelines.paper.printed_and_recomputed import compare_with_printed, load_printed_numbers, load_printed_reasons

    return compare_with_printed(tables, patients, load_printed_numbers(), load_printed_reasons())


def _liver_deaths(settings: Settings) -> tuple[str, ...]:
    """Return the groups of causes that are deaths of the liver: the study's, or else the registry's."""
    from schemas.cohort_codes import LIVER_DEATHS  # which a registry without a cohort has not

    return tuple(settings.study.liver_deaths or LIVER_DEATHS)


def _further_hazards(
    patients: pl.DataFrame, cohort: Cohort, settings: Settings, endpoints: Sequence[Endpoint]
) -> tuple[FurtherHazard, ...]:
    arms, first = compared_arms(settings.study), endpoints[0]
    return (
        *fit_response_as_known(patients, cohort[role.BEST_RESPONSES].filter("is_primary_criterion"), first),
        *fit_within_strata(patients, endpoints, arms, settings.study.strata),
        *fit_from_first_systemic(patients, cohort[role.EARLIER_THERAPIES], first, arms),
    )


def _checks(patients: pl.DataFrame, paper: PaperTables, covariates: Sequence[Covariate], settings: Settings) -> tuple[ModelChecks, ...]:
    arms, study = compared_arms(settings.study), settings.study
    named = covariates_of(patients, arms, dict.fromkeys((*study.covariates, *study.confounders)))
    measured = [one for one in named if one.kind == "number"]
    reference = reference_of(patients, arms)
    in_order = (reference, *(arm for arm in arms_of(patients) if arm != reference))
    return tuple(check_models(patients, table, covariates, measured, in_order) for table in paper.coxes)


def _adjusted(patients: pl.DataFrame, arms: ComparedArms, settings: Settings, endpoints: Sequence[Endpoint]) -> AdjustedSurvival:
    columns = tuple(one.column for one in endpoints)
    return fit_adjusted_survival(patients, arms, settings.study.confounders, settings.analysis.caliper_sd, columns)


def _sensitivity(patients: pl.DataFrame, variants: Sequence[Variant], choices: Choices) -> tuple[SensitivityRun, ...]:
    changed = [
        (one.name, one.label, with_times(with_arms(one.patients.sort("patient_id"), choices.arms), one.times, choices.endpoints))
        for one in variants
    ]
    return fit_sensitivity_runs(patients, changed, choices) if changed else ()
