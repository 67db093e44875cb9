"""A variable may be any laboratory test: Table 1 has a row of its baseline results, a model a covariate, whose cut respects bounds."""

import polars as pl
import pytest

from pipelines.analysis import covariate_definitions
from pipelines.analysis.arms import with_arms
from pipelines.analysis.baseline_table import fit_baseline_table
from pipelines.analysis.covariates import covariate_of, with_covariates
from pipelines.analysis.lab_values import with_lab_values
from pipelines.analysis.variables import load_variables, variables_shown
from schemas.cohort.baseline.baseline_labs import TYPES
from schemas.lab_tests import lab_tests
from tests.analysis.cohort_frame import paper_arms, patients_frame

RESULTS = [  # patient, test, operator, haemoglobin in g/dL
    ("1", "HGB", "=", 9.0),
    ("2", "HGB", "=", 11.0),
    ("3", "HGB", "<", 7.0),
    ("4", "NA", "=", 139.0),  # has no haemoglobin
    ("9", "HGB", "=", 1.0),  # not of the cohort
]


@pytest.fixture
def patients():
    frame = patients_frame(*({"patient_id": number, "arm": "first_line"} for number in "4321"))
    rows = [dict(zip(("patient_id", "test", "value_operator", "value_std"), row, strict=True)) for row in RESULTS]
    return with_lab_values(with_arms(frame, paper_arms()), pl.DataFrame(rows, schema={name: TYPES[name] for name in rows[0]}))


def test_each_patient_has_the_results_of_each_test_beside_him_and_no_row_more(patients):
    assert patients["patient_id"].to_list() == ["4", "3", "2", "1"]
    assert patients["value_std:HGB"].to_list() == [None, 7.0, 11.0, 9.0]
    assert patients["value_operator:HGB"].to_list() == [None, "<", "=", "="]
    assert patients["value_std:NA"].to_list() == [139.0, None, None, None]


def test_table_1_has_a_row_of_a_test_that_is_named_by_its_code(patients):
    (row,) = fit_baseline_table(patients, variables=variables_shown(["HGB"])).rows
    assert (row.label, row.moments[-1].count, row.moments[-1].mean) == ("Haemoglobin (g/dL)", 3, 9.0)  # (9 + 11 + 7) / 3
    assert row.missing[-1].count == 1


def test_a_model_has_a_test_that_is_named_by_its_code_as_a_number(patients):
    covariate = covariate_of(covariate_definitions.load_covariates()["HGB"], patients)
    assert (covariate.kind, covariate.label) == ("number", "Haemoglobin (g/dL)")
    assert with_covariates(patients, [covariate])["HGB"].to_list() == [9.0, 11.0, 7.0, None]


@pytest.mark.parametrize(("cut", "expected"), [(8.9, [1, 1, 0, None]), (9.0, [0, 1, 0, None]), (6.9, [1, 1, None, None])])
def test_a_cut_of_a_test_makes_a_flag_and_a_bound_tells_where_it_tells(patients, cut, expected):
    definition = covariate_definitions.load_covariates()["HGB"]
    flag = covariate_definitions.Definition("hgb", "Haemoglobin", definition.variable, "flag", cut, (), "", "", None)
    assert with_covariates(patients, [covariate_of(flag, patients)])["hgb"].to_list() == expected


def test_every_test_that_measures_is_a_variable_or_a_column_of_the_analysis_set():
    columns = {variable.column for variable in load_variables().values()}
    measuring = {code for code, test in lab_tests().items() if not test.is_qualitative}
    assert measuring == {code for code, test in lab_tests().items() if f"value_std:{code}" in columns or test.patients_column in columns}
