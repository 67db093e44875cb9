"""What `[analysis] further` asks for beyond the usual: each piece is made only where it is named, and takes its time only then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.adjusted_rates import AdjustedRates, fit_adjusted_rates
from pipelines.analysis.arms import compared_arms, pairs_of
from pipelines.analysis.covariates import ARM, covariates_of
from pipelines.analysis.cox_table import CoxTable
from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.missing_values import ImputedModel, MissingPatterns, count_patterns, impute_model
from pipelines.analysis.patient_courses import Course, fit_patient_courses
from pipelines.analysis.primary_tables import Looked
from pipelines.analysis.propensity import fit_propensity
from pipelines.analysis.residual_checks import ResidualChecks, check_residuals
from pipelines.settings.sections import Settings
from schemas.role import Role


@dataclass(frozen=True)
class Requested:
    """The pieces; empty where they are not asked for, or are not published."""

    courses: tuple[Course, ...] = ()
    rates: tuple[AdjustedRates, ...] = ()  # of each arm with the reference, by endpoint
    missing: MissingPatterns | None = None
    imputed: tuple[ImputedModel, ...] = ()
    residuals: tuple[ResidualChecks, ...] = ()


NOTHING_MORE = Requested()


def fit_requested(
    patients: pl.DataFrame, cohort: Mapping[Role, pl.DataFrame], settings: Settings, looked: Looked, coxes: Sequence[CoxTable]
) -> Requested:
    """Return what the settings ask for; `patients` are the analysis set with the times of every endpoint, `coxes` its regressions."""
    named, months = settings.analysis.further, settings.survival.days_per_month
    arms, study = compared_arms(settings.study), settings.study
    every = covariates_of(patients, arms, dict.fromkeys((*study.covariates, *study.confounders)))
    measured = [one for one in every if one.kind == "number"]
    models = [impute_model(patients, table, looked.covariates) for table in coxes if "missing_values" in named]
    checks = [check_residuals(patients, table, looked.covariates, measured, months) for table in coxes if "residuals" in named]
    return Requested(
        courses=fit_patient_courses(patients, cohort, months) if "patient_courses" in named else (),
        rates=tuple(_rates(patients, settings, looked.endpoints)) if "adjusted_rates" in named else (),
        missing=count_patterns(patients, every) if "missing_values" in named else None,
        imputed=tuple(filter(None, models)),
        residuals=tuple(filter(None, checks)),
    )


def _rates(patients: pl.DataFrame, settings: Settings, endpoints: Sequence[Endpoint]) -> Iterator[AdjustedRates]:
    arms = compared_arms(settings.study)
    for pair in pairs_of(patients, arms):
        confounders = [one for one in covariates_of(pair, arms, settings.study.confounders) if one.name != ARM]
        propensity = fit_propensity(pair, arms, confounders)
        for endpoint in endpoints if confounders and not propensity.note else ():
            if found := fit_adjusted_rates(propensity, endpoint.column, settings.analysis.rate_months):
                yield found
