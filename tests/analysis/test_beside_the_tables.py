"""What stands beside response and survival: differences of rates, rates at one time, restricted means, few at risk, random tables."""

import polars as pl
import pytest

from pipelines.analysis.fisher_exact import fisher_exact_p
from pipelines.analysis.fisher_monte_carlo import fisher_monte_carlo_p
from pipelines.analysis.fixed_time import NO_RATE, compare_rates_at
from pipelines.analysis.further_survival import fit_further_survival
from pipelines.analysis.group_tests import compare_counts
from pipelines.analysis.kaplan_meier import Estimate, fit_kaplan_meier, median_of, quantile_of
from pipelines.analysis.rate_differences import compare_rates
from pipelines.analysis.response_table import fit_response_table
from pipelines.analysis.restricted_mean import compare_restricted_means, restricted_mean
from pipelines.analysis.survival_by_arm import ShownMonths, fit_survival_by_arm
from pipelines.report.added_tables import print_rate_differences
from pipelines.report.survival_tables import print_survival
from tests.analysis.cohort_frame import OS, SETS, paper_arms, reconstructed_patients
from tests.r.golden_values import public_data

FIRST, POST = "first_line", "post_ate_beva"


def survival(**shown):
    return fit_survival_by_arm(reconstructed_patients(), OS, ShownMonths(**shown), reference=FIRST)


# --- response


def test_rates_stand_beside_those_of_the_reference():
    table = fit_response_table(reconstructed_patients(), sets=SETS)
    found = compare_rates(table, FIRST)
    assert [(one.rate, one.arm, one.reference, one.patients) for one in found] == [("ORR", POST, FIRST, 100), ("DCR", POST, FIRST, 100)]
    own, other = table.rate("ORR").groups[1], table.rate("ORR").groups[0]
    assert found[0].difference.estimate == pytest.approx(own.percent - other.percent)
    printed = print_rate_differences(found, paper_arms(), "Table S")
    assert [line.label for line in printed.lines] == ["ORR, Post-ate-beva HAIC", "DCR, Post-ate-beva HAIC"]


def test_a_rate_of_nobody_has_no_odds_ratio_and_its_difference_has_an_interval():
    """Newcombe's method 10 for 0 of 5 and 0 of 10: Wilson's upper limits are 43.4 % and 27.8 %."""
    rows = [(FIRST, "SD")] * 10 + [(POST, "SD")] * 5
    patients = pl.DataFrame(rows, schema=["arm", "best_response"], orient="row").with_row_index("patient_id")
    (first, _) = compare_rates(fit_response_table(patients, sets=SETS), FIRST)
    assert first.odds_ratio == Estimate(None, None, None)
    assert (first.difference.lower, first.difference.upper) == pytest.approx((-27.7533, 43.4482), abs=1e-3)


def test_no_rate_is_compared_with_an_arm_that_has_nobody():
    assert compare_rates(fit_response_table(reconstructed_patients(), sets=SETS), "third") == ()


# --- Fisher's test of tables that are too many to count


JOB = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]  # of ?fisher.test: p 0.7827


def test_random_tables_come_to_the_exact_p_within_their_error():
    p, error = fisher_monte_carlo_p(JOB, tables=20_000)
    assert error == pytest.approx((p * (1 - p) / 20_000) ** 0.5)
    assert abs(p - fisher_exact_p(JOB)) < 4 * error
    assert fisher_monte_carlo_p(JOB, tables=20_000) == (p, error)


def test_they_take_the_place_of_the_exact_test_and_say_their_error(monkeypatch):
    monkeypatch.setattr("pipelines.analysis.fisher_exact.MOST_TABLES", 10)
    found = compare_counts(JOB, "fisher")
    assert found.name == "Fisher's test, Monte Carlo with 100,000 tables"
    assert (found.p_value, found.note) == (pytest.approx(0.7827, abs=0.005), "standard error of p 0.001")


# --- rates at one time


def test_two_rates_are_compared_where_both_are_known():
    # 3/4 alive after time 1 against 1/4: log(-log S) -1.246 and 0.327, with the variances (1/12)/0.2877² and (1/12 + 1/6 + 1/2)/1.386²,
    # so that 1.5725² / (1.0069 + 0.3903) = 1.770
    one, other = fit_kaplan_meier([1, 3, 4, 5], [True] * 4), fit_kaplan_meier([0.5, 0.7, 1, 5], [True] * 4)
    assert compare_rates_at([one, other], 1).p_value == pytest.approx(0.18339, abs=1e-5)
    assert compare_rates_at([one, other], 0.2).note == NO_RATE  # 100 %
    assert compare_rates_at([one, other], 6).note == NO_RATE  # nobody is at risk
    assert compare_rates_at([one], 1).note == "there is one group"


def test_the_test_stands_beside_its_rates_and_the_cut_log_rank_in_a_row_of_its_own():
    lines = {line.label: line.cells[-1] for line in print_survival([survival()], paper_arms(), "Table S").lines}
    assert lines["Overall survival"].mark == "a"
    assert [lines[f"{month}-month rate, % (95 % CI)"].mark for month in (6, 12, 24)] == ["b", "b", ""]
    assert lines["Log-rank test, follow-up cut at 12 months"].mark == "c"


def test_a_rate_of_fewer_at_risk_than_set_is_a_dash_and_said_to_be():
    at_risk = dict(survival(at_risk=(12,)).group(POST).at_risk)[12.0]
    for least, is_given in ((at_risk, True), (at_risk + 1, False)):
        found = survival(least_at_risk=least)
        assert (found.group(POST).rate(12).estimate is not None) is is_given
    printed = print_survival([found], paper_arms(), "Table S")
    assert any(f"A dash: fewer than {at_risk + 1} patients were at risk any more." in note for note in printed.notes)
    assert 12 not in dict(found.rate_tests)


# --- quantiles and restricted means


def test_a_quantile_at_which_the_curve_stays_to_the_end_is_the_middle_of_that_part():
    """quantile(survfit(Surv(1:4, c(1, 1, 0, 0)) ~ 1), 0.5) is 3, and print.survfit's median 2."""
    curve = fit_kaplan_meier([1, 2, 3, 4], [True, True, False, False])
    assert (quantile_of(curve, 0.5).estimate, median_of(curve).estimate) == (3, 2)


@pytest.mark.parametrize(
    ("share", "month"), [(0.25, 1.5), (0.5, 2.5), (0.75, 3.5), (0.9, 4.0)]
)  # quantile(survfit(Surv(1:4, rep(1, 4)) ~ 1), share)$quantile
def test_any_quantile_is_rs(share, month):
    assert quantile_of(fit_kaplan_meier([1, 2, 3, 4], [True] * 4), share).estimate == month


def test_the_restricted_mean_is_the_area_under_the_curve():
    # 1 up to time 1, 3/4 up to 2, 1/2 up to 3: 2.25; Greenwood's variance of the area: 1.25² x 1/12 + 0.5² x 1/6
    assert restricted_mean(fit_kaplan_meier([1, 2, 3, 4], [True] * 4), 3) == pytest.approx((2.25, 1.25**2 / 12 + 0.5**2 / 6))


def test_restricted_means_are_compared_as_survrm2_does():
    """rmst2(lung$time, lung$status == 2, lung$sex == 2) of survRM2 1.0-4: tau 965, 131.86 (53.93-209.78), p 0.000912."""
    lung = public_data("lung")
    curves = {
        str(sex): fit_kaplan_meier(part["time"].to_numpy(), part["died"].to_numpy().astype(bool))
        for (sex,), part in sorted(lung.group_by("sex"))
    }
    found = compare_restricted_means(curves, "1")
    (difference,) = found.differences
    assert found.until == 965
    assert (difference.difference.estimate, difference.difference.lower, difference.difference.upper) == pytest.approx(
        (131.855668449528, 53.930045320408, 209.781291578647), rel=1e-12
    )
    assert difference.p_value == pytest.approx(0.000911859478320, rel=1e-12)


def test_a_curve_that_has_come_to_0_is_known_for_ever():
    """rmst2's default tau: the larger last time of two arms whose last patients had the event."""
    short, long = fit_kaplan_meier([1, 2], [True, True]), fit_kaplan_meier([1, 4], [True, True])
    assert compare_restricted_means({"a": short, "b": long}, "a").until == 4
    open_ended = fit_kaplan_meier([1, 2], [True, False])
    assert compare_restricted_means({"a": open_ended, "b": long}, "a").until == 2


def test_a_month_beyond_what_all_arms_observe_is_cut_and_said():
    found = fit_further_survival(survival(), [0.25], FIRST, until=1000).means
    assert found.note == "month 1000 is beyond the last time observed in every arm"
    assert found.until == fit_further_survival(survival(), [0.25], FIRST).means.until
    assert fit_further_survival(survival(), [0.25], FIRST, until=6).means.until == 6
