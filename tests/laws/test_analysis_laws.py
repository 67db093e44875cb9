"""Laws of the analysis: names and order of patients mean nothing, time has no unit, arms can change places."""

import dataclasses
import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.analysis.covariates import with_covariates
from pipelines.analysis.cox import fit_cox
from pipelines.analysis.fisher_exact import fisher_exact_p
from pipelines.analysis.group_tests import compare_counts, compare_means
from pipelines.analysis.kaplan_meier import fit_kaplan_meier, median_of, number_at_risk
from pipelines.analysis.log_rank import compare_survival
from tests.analysis.cohort_frame import paper_covariates, paper_tables, reconstructed_patients

pytestmark = pytest.mark.slow

times = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)
tables = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=4).filter(
    lambda rows: all(map(sum, rows)) and all(map(sum, zip(*rows, strict=True)))
)


def numbers_of(result) -> list:
    """All leaves of a result, in order."""
    if isinstance(result, dict):
        return [leaf for value in result.values() for leaf in numbers_of(value)]
    if isinstance(result, list | tuple):
        return [leaf for value in result for leaf in numbers_of(value)]
    return [result]


@pytest.fixture(scope="module")
def paper():
    return paper_tables(reconstructed_patients(), multivariate={})


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_relabelling_and_shuffling_patients_changes_no_statistic(paper, seed):
    patients = reconstructed_patients().sample(fraction=1, shuffle=True, seed=seed)
    renamed = patients.with_columns(pl.Series("patient_id", [f"Q{place:04}" for place in range(patients.height)]))
    for found, expected in zip(
        numbers_of(dataclasses.asdict(paper_tables(renamed, multivariate={}))), numbers_of(dataclasses.asdict(paper)), strict=True
    ):
        assert found == (pytest.approx(expected, rel=1e-9) if isinstance(expected, float) else expected)


def test_a_result_is_json_without_nan(paper):
    assert json.dumps(dataclasses.asdict(paper), allow_nan=False)


def test_the_same_cohort_gives_the_same_bytes(paper):
    again = paper_tables(reconstructed_patients(), multivariate={})
    assert json.dumps(dataclasses.asdict(again)) == json.dumps(dataclasses.asdict(paper))


@given(times, st.sampled_from([2.0, 7.0, 30.4375]))
@settings(max_examples=50)
def test_scaling_time_scales_medians_and_nothing_else(patients, factor):
    time, event = (np.array(part) for part in zip(*patients, strict=True))
    curve, scaled = fit_kaplan_meier(time, event), fit_kaplan_meier(time * factor, event)
    assert scaled.survival == curve.survival and scaled.at_risk == curve.at_risk
    for one, other in zip(dataclasses.astuple(median_of(curve)), dataclasses.astuple(median_of(scaled)), strict=True):
        assert (one is None) == (other is None)
        assert one is None or other == pytest.approx(one * factor)


@given(times)
@settings(max_examples=50)
def test_a_curve_falls_between_its_limits_and_counts_everybody(patients):
    time, event = (np.array(part) for part in zip(*patients, strict=True))
    curve = fit_kaplan_meier(time, event)
    assert list(curve.survival) == sorted(curve.survival, reverse=True)
    assert sum(curve.events) == event.sum() and sum(curve.censored) == len(time) - event.sum()
    assert number_at_risk(curve, 0) == len(time) and number_at_risk(curve, 41) == 0
    for height, lower, upper in zip(curve.survival, curve.lower, curve.upper, strict=True):
        if lower is not None:
            assert lower <= height + 1e-12 and height <= upper + 1e-12


@given(times)
@settings(max_examples=50)
def test_without_censoring_survival_is_the_share_still_alive(patients):
    time = np.array([one for one, _ in patients])
    curve = fit_kaplan_meier(time, np.ones(len(time), dtype=bool))
    assert curve.survival == pytest.approx([(time > point).mean() for point in curve.times])


@given(times, times)
@settings(max_examples=50)
def test_the_log_rank_test_does_not_know_which_arm_is_the_first(one, other):
    time, event = (np.array(part) for part in zip(*one, *other, strict=True))
    arm = np.array(["a"] * len(one) + ["b"] * len(other))
    forth, back = (compare_survival(time, event, arm, order) for order in (("a", "b"), ("b", "a")))
    assert forth.chi_square == (None if back.chi_square is None else pytest.approx(back.chi_square, abs=1e-9))
    # every event is expected somewhere
    assert sum(forth.expected) == pytest.approx(sum(forth.observed))


def test_swapping_the_arms_inverts_the_hazard_ratio():
    covariate = paper_covariates(reconstructed_patients())[0]
    frame = with_covariates(reconstructed_patients(), [covariate])
    swapped = frame.with_columns((1 - pl.col("post_ate_beva")).alias("post_ate_beva"))
    (forth,), (back,) = fit_cox(frame, "os", [covariate]).terms, fit_cox(swapped, "os", [covariate]).terms
    assert back.hazard_ratio == pytest.approx(1 / forth.hazard_ratio, rel=1e-9)
    assert (back.lower, back.upper) == pytest.approx((1 / forth.upper, 1 / forth.lower), rel=1e-9)
    assert back.p_value == pytest.approx(forth.p_value, rel=1e-9)


def test_cox_knows_the_order_of_times_and_not_their_size():
    covariates = [
        covariate for covariate in paper_covariates(reconstructed_patients()) if covariate.name in ("arm", "ecog_0", "metastasis")
    ]
    frame = with_covariates(reconstructed_patients(), covariates)
    stretched = frame.with_columns(os_days=pl.col("os_days") ** 2)
    for one, other in zip(fit_cox(frame, "os", covariates).terms, fit_cox(stretched, "os", covariates).terms, strict=True):
        assert one.coefficient == pytest.approx(other.coefficient, rel=1e-9)


@given(tables)
@settings(max_examples=100)
def test_tests_of_counts_do_not_know_the_order_of_lines(rows):
    columns = [list(column) for column in zip(*rows, strict=True)]
    for of in (fisher_exact_p, lambda table: compare_counts(table).p_value):
        assert of(rows) == pytest.approx(of(rows[::-1]), rel=1e-9)
        assert of(rows) == pytest.approx(of([row[::-1] for row in rows]), rel=1e-9)
        assert of(rows) == pytest.approx(of(columns), rel=1e-9)


@given(tables.filter(lambda rows: len(rows) == 2))
@settings(max_examples=100)
def test_fisher_of_two_by_two_is_scipys(rows):
    from scipy.stats import fisher_exact

    assert fisher_exact_p(rows) == pytest.approx(fisher_exact(rows).pvalue, rel=1e-9)


@given(st.lists(st.integers(-50, 50), min_size=3, max_size=20), st.lists(st.integers(-50, 50), min_size=3, max_size=20))
@settings(max_examples=50)
def test_a_test_of_means_has_no_unit(one, other):
    for test in ("student", "welch", "by_variance"):
        plain = compare_means([one, other], test)
        scaled = compare_means([[3.5 * value + 7 for value in sample] for sample in (one, other)], test)
        assert plain.name == scaled.name
        assert plain.p_value == (None if scaled.p_value is None else pytest.approx(scaled.p_value, abs=1e-6))
