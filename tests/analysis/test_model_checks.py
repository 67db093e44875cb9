"""Checks of the models: concordance, inflation, straight lines and detectable ratios; R's numbers are in further.R."""

import numpy as np
import pytest

from pipelines.analysis.covariates import covariates_of
from pipelines.analysis.cox_table import Entry, fit_cox_table
from pipelines.analysis.model_checks import check_models, concordance_of, detectable_ratio, variance_inflation
from pipelines.analysis.splines import check_linearity, spline_columns
from pipelines.report.model_check_tables import print_model_checks
from tests.analysis.cohort_frame import paper_arms, paper_covariates, reconstructed_patients

ARMS = ("first_line", "post_ate_beva")


@pytest.mark.parametrize(
    ("times", "events", "risk", "expected"),
    [
        ([1, 2, 3], [True] * 3, [3, 2, 1], 1.0),
        ([1, 2, 3], [True] * 3, [1, 2, 3], 0.0),
        ([1, 2, 3], [True] * 3, [2, 2, 1], 2.5 / 3),  # equal risks count half
        ([1, 1, 3], [True, False, True], [1, 2, 3], 0.0),  # who was lost on the day of an event had it later
        ([1, 2], [False, True], [1, 2], None),  # nobody is known to have had it first
    ],
)
def test_concordance_by_hand(times, events, risk, expected):
    assert concordance_of(np.array(times), np.array(events), np.array(risk)) == expected


def test_a_covariate_that_goes_with_no_other_is_not_inflated():
    assert variance_inflation(np.diag([4.0, 9.0])) == pytest.approx([1, 1])
    # correlated by 0.6: 1 / (1 - 0.36)
    assert variance_inflation(np.array([[1.0, 0.6], [0.6, 1.0]])) == pytest.approx([1.5625, 1.5625])


def test_a_spline_is_straight_beyond_its_outer_knots():
    knots = np.array([1.0, 2, 3, 4])
    curved = spline_columns(np.array([0.0, 1, 5, 6, 7]), knots)[:, 1:]
    assert curved[:2] == pytest.approx(0)
    assert curved[4] - curved[3] == pytest.approx(curved[3] - curved[2])


def test_columns_that_nearly_determine_each_other_are_not_taken_for_separation():
    """The spline of the tumours' size in coxph: coefficients of -0.18, 0.80 and -2.18, p 0.3219."""
    frame = reconstructed_patients()
    size, times = frame["largest_tumour_cm"].to_numpy(), frame["os_days"].to_numpy().astype(float)
    assert check_linearity(times, frame["os_event"].to_numpy(), size).p_value == pytest.approx(0.321924835335, rel=1e-9)


def test_knots_that_are_the_same_make_no_spline():
    found = check_linearity(np.arange(1.0, 9), np.ones(8, dtype=bool), np.array([0.0, 0, 0, 0, 0, 0, 1, 1]))
    assert (found.p_value, found.note) == (None, "too few different values for four knots")


@pytest.mark.parametrize(
    ("events", "share", "expected"),
    [(100, 0.5, 0.5711), (0, 0.5, None), (100, 0.0, None)],  # exp(-2.8016 / sqrt(100 x 0.25))
)
def test_what_so_many_events_can_show(events, share, expected):
    assert detectable_ratio(events, share) == (None if expected is None else pytest.approx(expected, abs=1e-4))


def test_the_checks_of_a_model_stand_in_the_column_of_its_endpoint():
    patients, covariates = reconstructed_patients(), paper_covariates(reconstructed_patients())
    table = fit_cox_table(patients, "os", covariates, Entry(("arm", "ecog_0", "metastasis")))
    measured = [one for one in covariates_of(patients, paper_arms(), ["age_years"]) if one.kind == "number"]
    found = check_models(patients, table, covariates, measured, ARMS)
    printed = print_model_checks([found], paper_arms(), {"os": "Overall survival"}, "Table S")
    assert printed.columns == ("", "Overall survival")
    assert [line.label for line in printed.lines] == [
        "Concordance",
        "Largest variance inflation",
        "Age (years): departure from a straight line, P-value",
        "Detectable hazard ratio, Post-ate-beva HAIC",
    ]
    assert printed.lines[-1].cells[0].text == "≤ 0.42 or ≥ 2.37 (47 events)"


def test_a_model_without_covariates_has_no_concordance():
    patients, covariates = reconstructed_patients(), paper_covariates(reconstructed_patients())
    found = check_models(patients, fit_cox_table(patients, "os", covariates, Entry(p=0.0)), covariates, [], ARMS)
    assert (found.concordance, found.inflation) == (None, None)
