"""The paper's analysis of one cohort: Tables 1 to 4 and the numbers of Figures 1 and 2, by the settings of the registry."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.baseline_table import BaselineTable, ChosenTests, fit_baseline_table
from pipelines.analysis.covariates import Covariate
from pipelines.analysis.cox_table import CoxTable, Entry, fit_cox_table
from pipelines.analysis.response_sets import ResponseSet
from pipelines.analysis.response_table import ResponseTable, fit_response_table
from pipelines.analysis.survival_by_arm import ShownMonths, SurvivalByArm, fit_survival_by_arm
from pipelines.analysis.variables import variables_shown
from pipelines.settings.sections import Analysis
from pipelines.settings.study import Study


@dataclass(frozen=True)
class PaperTables:
    """What the paper prints; `dataclasses.asdict` makes JSON of it."""

    baseline: BaselineTable
    response: ResponseTable
    confirmed_response: ResponseTable
    overall_survival: SurvivalByArm
    progression_free_survival: SurvivalByArm
    overall_survival_cox: CoxTable
    progression_free_survival_cox: CoxTable


def fit_paper_tables(
    patients: pl.DataFrame, study: Study, analysis: Analysis, covariates: Sequence[Covariate], sets: Sequence[ResponseSet] = ()
) -> PaperTables:
    """Return the paper's tables from the analysis set; `covariates` are those looked at, the arm among them; each set has a rate."""
    patients = patients.sort("patient_id")
    months = ShownMonths(tuple(analysis.rate_months), tuple(analysis.at_risk_months), analysis.log_rank_until_months)
    tests = ChosenTests(analysis.counts_test, analysis.means_test, study.tests)

    def survival(endpoint: str) -> SurvivalByArm:
        return fit_survival_by_arm(patients, endpoint, months, analysis.confidence_type)

    def cox(endpoint: str) -> CoxTable:
        entry = Entry(tuple(study.multivariate.get(endpoint.upper(), ())), analysis.entry_p)
        return fit_cox_table(patients, endpoint, covariates, entry, analysis.ph_transform)

    return PaperTables(
        baseline=fit_baseline_table(patients, tests, study.printed_as_medians, variables_shown(study.table1)),
        response=fit_response_table(patients, counts_test=analysis.counts_test, sets=sets),
        confirmed_response=fit_response_table(patients, confirmed=True, counts_test=analysis.counts_test, sets=sets),
        overall_survival=survival("os"),
        progression_free_survival=survival("pfs"),
        overall_survival_cox=cox("os"),
        progression_free_survival_cox=cox("pfs"),
    )
