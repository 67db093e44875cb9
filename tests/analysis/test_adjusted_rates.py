"""Rates with the confounders made alike: what weights and pseudo-values are, and what the drawn limits stand on. R's values: tests/r."""

import dataclasses

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.adjusted_rates import DOUBLY_ROBUST, WEIGHTED, fit_adjusted_rates
from pipelines.analysis.propensity import Propensity
from pipelines.analysis.weighted_curves import doubly_robust, fit_score, fit_weighted_curve, pseudo_values
from tests.analysis.cohort_frame import propensity_of, reconstructed_patients

TIMES = np.array([1.0, 2.0, 2.0, 3.0])
EVENTS = np.array([True, True, False, True])


def test_a_patient_of_weight_2_counts_as_two():
    once = fit_weighted_curve(np.append(TIMES, 2.0), np.append(EVENTS, True), np.ones(5))
    twice = fit_weighted_curve(TIMES, EVENTS, np.array([1.0, 2.0, 1.0, 1.0]))
    assert twice.survival == pytest.approx(once.survival) and twice.at_risk == pytest.approx(once.at_risk)


def test_survival_is_known_up_to_the_last_time_of_somebody_with_weight():
    curve = fit_weighted_curve(TIMES, EVENTS, np.array([1.0, 1.0, 1.0, 0.0]))
    assert curve.at(np.array([0.5, 1.0, 2.0])) == pytest.approx([1, 2 / 3, 1 / 3])  # 1 of 3, then 1 of 2
    assert np.isnan(curve.at(np.array([2.5])))


def test_a_pseudo_value_without_censoring_says_who_is_alive():
    times = np.array([1.0, 2.0, 3.0, 4.0])
    found = pseudo_values(times, np.ones(4, dtype=bool), np.array([2.0, 9.0]))
    assert found[:, 0] == pytest.approx([0, 0, 1, 1]) and np.isnan(found[:, 1]).all()


def test_with_an_even_score_and_nothing_to_adjust_for_both_are_the_plain_rates():
    alive, is_treated = np.array([[1.0], [0.0], [1.0], [1.0]]), np.array([True, True, False, False])
    assert doubly_robust(alive, np.zeros((4, 1)), is_treated, np.full(4, 0.5))[:, 0] == pytest.approx([1.0, 0.5])


def test_arms_that_one_number_separates_have_no_score():
    assert fit_score(np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([False, False, True, True])) is None
    assert fit_score(np.array([[1.0], [3.0], [2.0], [4.0]]), np.array([False, False, True, True])) is not None


def test_a_column_that_another_determines_changes_no_score():
    values, is_treated = np.array([[1.0], [3.0], [2.0], [4.0]]), np.array([False, False, True, True])
    assert fit_score(np.hstack([values, -2 * values]), is_treated) == pytest.approx(fit_score(values, is_treated))


def named(patients: pl.DataFrame, names: list[str]) -> Propensity:
    return propensity_of(patients.with_columns(pl.Series("patient_id", names)))


def test_how_patients_are_named_changes_no_limit():
    patients = reconstructed_patients()
    names = patients["patient_id"].to_list()
    first, second = (fit_adjusted_rates(named(patients, order), "os", [6, 12], draws=20) for order in (names, names[::-1]))
    for one, other in zip(first.rates, second.rates, strict=True):
        for part in ("reference", "arm", "difference"):
            assert dataclasses.astuple(getattr(one, part)) == pytest.approx(dataclasses.astuple(getattr(other, part)), rel=1e-9)


def test_each_method_gives_rates_their_difference_and_limits():
    found = fit_adjusted_rates(propensity_of(reconstructed_patients()), "os", [6, 48], draws=60)
    assert [(one.month, one.method) for one in found.rates] == [
        (6, WEIGHTED), (48, WEIGHTED), (6, DOUBLY_ROBUST), (48, DOUBLY_ROBUST)
    ]  # fmt: skip
    for one in found.rates[::2]:
        assert one.difference.estimate == pytest.approx(one.arm.estimate - one.reference.estimate)
        assert one.difference.lower < one.difference.estimate < one.difference.upper
    for one in found.rates[1::2]:  # nobody is observed as long
        assert dataclasses.astuple(one.difference) == (None, None, None)
    assert 0 < found.failed <= 6 and found.curves[0].at_risk[0] == 67  # 66 patients weigh 66.7


def test_limits_need_nine_of_ten_draws():
    """Two arms that overlap in one patient each: most draws separate them."""
    times = {"os_months": [float(month) for month in range(1, 9)], "os_event": [True] * 8}
    patients = pl.DataFrame({"is_treated": [False] * 4 + [True] * 4, "x": [1.0, 2, 3, 5, 4, 6, 7, 8]} | times)
    score = dataclasses.replace(propensity_of(reconstructed_patients()), patients=patients)
    score = dataclasses.replace(
        score, terms=tuple(dataclasses.replace(term, name=name) for term, name in zip(score.terms, ("", "x"), strict=False))
    )
    found = fit_adjusted_rates(score, "os", [3], draws=40)
    assert found.failed > 4
    assert found.rates[0].arm.estimate is not None and found.rates[0].arm.lower is None
