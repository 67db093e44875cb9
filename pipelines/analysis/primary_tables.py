"""The paper's analysis of one cohort: Tables 1 to 4 and the numbers of Figures 1 and 2, by the settings of the registry."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.baseline_table import BaselineTable, ChosenTests, fit_baseline_table
from pipelines.analysis.cox_table import CoxTable, fit_cox_table
from pipelines.analysis.response_sets import ResponseSet
from pipelines.analysis.response_table import ResponseTable, fit_response_table
from pipelines.analysis.survival_by_arm import ShownMonths, SurvivalByArm, fit_survival_by_arm
from pipelines.settings.sections import Analysis


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


def fit_paper_tables(patients: pl.DataFrame, analysis: Analysis, sets: Sequence[ResponseSet] = ()) -> PaperTables:
    """Return the paper's tables from cohort.patients, with a rate for each set of responses."""
    patients = patients.sort("patient_id")
    shown_as = dict.fromkeys(analysis.medians, "median")
    months = ShownMonths(tuple(analysis.rate_months), tuple(analysis.at_risk_months), analysis.log_rank_until_months)

    def survival(endpoint: str) -> SurvivalByArm:
        return fit_survival_by_arm(patients, endpoint, months, analysis.confidence_type)

    return PaperTables(
        baseline=fit_baseline_table(patients, ChosenTests(analysis.counts_test, analysis.means_test, analysis.tests), shown_as),
        response=fit_response_table(patients, counts_test=analysis.counts_test, sets=sets),
        confirmed_response=fit_response_table(patients, confirmed=True, counts_test=analysis.counts_test, sets=sets),
        overall_survival=survival("os"),
        progression_free_survival=survival("pfs"),
        overall_survival_cox=fit_cox_table(patients, "os", analysis.entry_p, analysis.os_covariates, analysis.ph_transform),
        progression_free_survival_cox=fit_cox_table(patients, "pfs", analysis.entry_p, analysis.pfs_covariates, analysis.ph_transform),
    )
