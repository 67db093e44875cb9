"""The primary analysis of one cohort: baseline, response, and survival and regression for each endpoint of the study."""

from dataclasses import dataclass

import polars as pl

from pipelines.analysis.baseline_table import BaselineTable, ChosenTests, fit_baseline_table
from pipelines.analysis.covariates import Covariate
from pipelines.analysis.cox_table import CoxTable, Entry, fit_cox_table
from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.response_sets import ResponseSet
from pipelines.analysis.response_table import ResponseTable, fit_response_table
from pipelines.analysis.survival_by_arm import ShownMonths, SurvivalByArm, fit_survival_by_arm
from pipelines.analysis.variables import variables_shown
from pipelines.settings.sections import Analysis
from pipelines.settings.study import Study


@dataclass(frozen=True)
class PaperTables:
    """What the paper prints; `dataclasses.asdict` makes JSON of it. `survivals` and `coxes` are those of the endpoints, in their order."""

    baseline: BaselineTable
    response: ResponseTable
    confirmed_response: ResponseTable
    survivals: tuple[SurvivalByArm, ...]
    coxes: tuple[CoxTable, ...]

    def survival(self, endpoint: str) -> SurvivalByArm:
        """Return the survival by an endpoint of the study."""
        return next(one for one in self.survivals if one.endpoint == endpoint)

    def cox(self, endpoint: str) -> CoxTable:
        """Return the regression of an endpoint of the study."""
        return next(one for one in self.coxes if one.endpoint == endpoint)

    def has_endpoints(self, *endpoints: str) -> bool:
        """Say whether all of these are endpoints of the study."""
        return {one.endpoint for one in self.survivals}.issuperset(endpoints)


@dataclass(frozen=True)
class Looked:
    """What is looked at: the covariates (the arm among them), the endpoints, and the sets of responses of which rates are given."""

    covariates: tuple[Covariate, ...]
    endpoints: tuple[Endpoint, ...]
    sets: tuple[ResponseSet, ...] = ()
    reference: str = ""  # the arm with which the others are compared one by one


def fit_paper_tables(patients: pl.DataFrame, study: Study, analysis: Analysis, looked: Looked) -> PaperTables:
    """Return the tables from the analysis set, which has the times of every endpoint looked at."""
    patients = patients.sort("patient_id")
    months = ShownMonths(
        tuple(analysis.rate_months), tuple(analysis.at_risk_months), analysis.log_rank_until_months, analysis.rates_least_at_risk
    )
    tests = ChosenTests(analysis.counts_test, analysis.means_test, study.tests)

    def survival(endpoint: Endpoint) -> SurvivalByArm:
        return fit_survival_by_arm(patients, endpoint, months, analysis.confidence_type, looked.reference)

    def cox(endpoint: Endpoint) -> CoxTable:
        entry = Entry(tuple(study.multivariate.get(endpoint.name, ())), analysis.entry_p)
        return fit_cox_table(patients, endpoint.column, looked.covariates, entry, analysis.ph_transform)

    return PaperTables(
        baseline=fit_baseline_table(patients, tests, study.printed_as_medians, variables_shown(study.table1)),
        response=fit_response_table(patients, counts_test=analysis.counts_test, sets=looked.sets),
        confirmed_response=fit_response_table(patients, confirmed=True, counts_test=analysis.counts_test, sets=looked.sets),
        survivals=tuple(map(survival, looked.endpoints)),
        coxes=tuple(map(cox, looked.endpoints)),
    )
