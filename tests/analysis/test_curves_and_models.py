"""Kaplan-Meier, log-rank and Cox on data drawn here; that they are R's is held by test_golden.py."""

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.covariates import covariates_of
from pipelines.analysis.cox import fit_cox
from pipelines.analysis.cox_design import NO_EVENT
from pipelines.analysis.cox_table import Entry, fit_cox_table
from pipelines.analysis.hazards import NOT_CONVERGED, SEPARATED, UNKNOWN, fit_hazards
from pipelines.analysis.kaplan_meier import fit_kaplan_meier, median_of, number_at_risk, rate_at
from pipelines.analysis.log_rank import compare_survival
from pipelines.analysis.survival_by_arm import fit_survival_by_arm
from tests.analysis.cohort_frame import OS, measured, paper_covariates, patients_frame, reconstructed_patients

# --- Kaplan-Meier


def test_the_estimate_by_hand():
    curve = fit_kaplan_meier([2, 4, 4, 6, 9], [True, True, False, False, True])
    # 4/5; 4/5 · 3/4; unchanged where only censored; 0
    assert curve.survival == pytest.approx((0.8, 0.6, 0.6, 0.0))
    assert (curve.at_risk, curve.events, curve.censored) == ((5, 4, 2, 1), (1, 1, 0, 1), (0, 1, 1, 0))
    # Greenwood: 1/(5·4) + 1/(4·3)
    assert curve.std_err[1] == pytest.approx((1 / 20 + 1 / 12) ** 0.5)
    assert curve.lower[3] is None and curve.upper[3] is None  # the logarithm of 0


@pytest.mark.parametrize(("time", "expected"), [(0, 5), (1.9, 5), (2, 5), (2.1, 4), (4, 4), (9, 1), (9.1, 0)])
def test_at_risk_at_a_time_are_those_with_at_least_that_time(time, expected):
    assert number_at_risk(fit_kaplan_meier([2, 4, 4, 6, 9], [True] * 5), time) == expected


@pytest.mark.parametrize(
    ("times", "events", "median"),
    [
        ([1, 2, 3], [True] * 3, 2),  # 2/3, 1/3
        ([1, 2, 3, 4], [True] * 4, 2.5),  # exactly one half from 2 to 3
        ([1, 2, 2.5, 3, 4], [True, True, False, True, True], 3),  # 0.8, 0.6, 0.3
        ([1, 2, 3, 4], [True, True, False, False], 2),  # one half, and never below
        ([1, 2, 3, 4], [True, False, False, False], None),  # never so low
        ([], [], None),
    ],
)
def test_the_median_is_rs(times, events, median):
    assert median_of(fit_kaplan_meier(times, events)).estimate == median


def test_a_rate_beyond_the_last_patient_is_not_given():
    curve = fit_kaplan_meier([2, 4, 8], [True, True, False])
    assert rate_at(curve, 1).estimate == 1
    assert rate_at(curve, 4).estimate == rate_at(curve, 8).estimate == pytest.approx(1 / 3)
    assert rate_at(curve, 8.1).estimate is None
    assert rate_at(fit_kaplan_meier([2], [True]), 2).estimate == 0
    assert rate_at(fit_kaplan_meier([2], [True]), 3).estimate is None  # nobody is at risk any more, so that a 0 would be no estimate


# --- log-rank


def test_the_log_rank_test_by_hand():
    # at 1: 1 of 2 in a, of 4; at 2: one of a and two of b at risk; then b alone, where nothing is to compare
    test = compare_survival([1, 2, 3, 4], [True] * 4, ["a", "a", "b", "b"], ("a", "b"))
    assert test.observed == (2, 2)
    assert test.expected == pytest.approx((2 / 4 + 1 / 3, 2 / 4 + 2 / 3 + 1 + 1))
    assert test.chi_square == pytest.approx((2 - 5 / 6) ** 2 / (1 / 4 + 2 / 9))


def test_the_truncated_test_is_that_of_follow_up_cut_at_a_month():
    arguments = ([1, 5, 12, 13], [True, False, True, True], ["a", "b", "a", "b"], ("a", "b"))
    cut = compare_survival(*arguments, until=12)
    assert cut.observed == (2, 0) and cut.until == 12  # an event at the month itself counts, one after it does not
    assert compare_survival(*arguments).observed == (2, 1)


def test_where_nothing_can_be_compared_the_test_says_so():
    assert compare_survival([1, 2], [True, True], ["a", "a"], ("a", "b")).note
    assert compare_survival([1, 2], [False, False], ["a", "b"], ("a", "b")).p_value is None
    # all died on one day: survdiff stops with "exactly singular", and no p of 1 may stand for that
    alike = compare_survival([3, 3, 3], [True] * 3, ["a", "b", "b"], ("a", "b"))
    assert (alike.p_value, alike.note) == (None, "whenever an event happened, all at risk had it or were of one group")


# --- both figures


def test_follow_up_is_given_both_ways():
    follow_up = fit_survival_by_arm(reconstructed_patients(), OS).follow_up
    assert round(follow_up.median_observed, 1) == 4.3
    assert round(follow_up.reverse_kaplan_meier.estimate, 1) == 9.8


def test_patients_without_a_time_are_left_out_and_counted():
    patients = patients_frame(
        {"patient_id": "P1", "arm": "first_line", "os_months": 1.0, "os_event": True}, {"patient_id": "P2", "arm": "first_line"}
    )
    found = fit_survival_by_arm(patients, OS)
    assert found.left_out == 1 and found.group("all").curve.patients == 1


# --- Cox


def frame(times, events, **covariates):
    return pl.DataFrame({"x_days": times, "x_event": events} | covariates)


def test_the_hazard_ratio_by_hand():
    # two patients, one event while both are at risk: e^b / (e^b + 1) grows for ever if the exposed one has it …
    fit = fit_cox(frame([1, 2], [True, False], z=[1.0, 0.0]), "x", [measured("z")])
    assert fit.terms[0].hazard_ratio is None
    assert fit.terms[0].note == NO_EVENT
    # … with both orders in it the likelihood is b - 2 log(1 + e^b): greatest at 0
    fit = fit_cox(frame([1, 2, 3, 4], [True, True, True, False], z=[1.0, 0.0, 0.0, 1.0]), "x", [measured("z")])
    # events at 1 (2 exposed, 2 not), 2 (1, 2), 3 (1, 1): score 1 = 2r/(2r+2) + r/(r+2) + r/(r+1)
    r = fit.terms[0].hazard_ratio
    assert 2 * r / (2 * r + 2) + r / (r + 2) + r / (r + 1) == pytest.approx(1)


def test_missing_values_are_left_out_and_said():
    fit = fit_cox(frame([1, 2, 3, 4, 5], [True] * 5, z=[1.0, 0.0, 1.0, None, 0.0]), "x", [measured("z")])
    assert (fit.patients, fit.left_out, fit.events) == (4, 1, 4)
    assert "1 patient is left out because a value is missing." in fit.notes


@pytest.mark.parametrize(
    ("values", "events", "said"),
    [
        ([1.0] * 6, [True] * 6, "the same for all patients"),
        ([1.0, 0, 1, 0, 1, 0], [False] * 6, "no events"),
        ([1.0, 0, 1, 0, 1, 0], [True, False] * 3, NO_EVENT),
        ([None] * 6, [True] * 6, "no patient has all values"),
    ],
)
def test_what_cannot_be_estimated_is_said_in_words(values, events, said):
    fit = fit_cox(frame([1, 2, 3, 4, 5, 6], events, z=pl.Series(values, dtype=pl.Float64)), "x", [measured("z")])
    assert fit.terms[0].note == said and fit.terms[0].hazard_ratio is None and fit.log_likelihood is None


def test_a_measured_covariate_that_orders_the_events_is_separation():
    said = fit_hazards(np.arange(1.0, 9), np.ones(8, dtype=bool), np.arange(8.0)[:, None])
    assert said == SEPARATED
    # one arm has all its events before the other's first: monotone, though both have events
    fit = fit_cox(frame([1, 2, 3, 4], [True] * 4, z=[1.0, 1.0, 0.0, 0.0]), "x", [measured("z")])
    assert fit.terms[0].note == fit.notes[-1] and fit.notes[-1] in (SEPARATED, NOT_CONVERGED)


def test_events_that_tell_nothing_of_a_covariate_give_no_hazard_ratio_and_it_is_said():
    # who differs was lost before the first event: R's coxph(Surv(c(1,1,2,3,4), c(0,0,1,1,0)) ~ c(1,2,3,3,3)) gives NA
    fit = fit_cox(frame([1, 1, 2, 3, 4], [False, False, True, True, False], z=[1.0, 2.0, 3.0, 3.0, 3.0]), "x", [measured("z")])
    assert (fit.terms[0].hazard_ratio, fit.terms[0].note) == (None, UNKNOWN)
    assert fit.proportional_hazards == ()


def test_a_covariate_left_out_of_a_fit_is_named():
    # z = 1 never has the event; y is estimated without it
    fit = fit_cox(
        frame(range(1, 9), [True] * 6 + [False] * 2, z=[0.0] * 6 + [1.0] * 2, y=[1.0, 0, 1, 1, 0, 0, 1, 0]),
        "x",
        [measured("z"), measured("y")],
    )
    assert fit.term("z").hazard_ratio is None and fit.term("y").hazard_ratio is not None
    assert fit.notes[-1] == "No event on one side of z: the patients of that side leave the risk sets."


def test_a_test_of_proportional_hazards_that_cannot_be_made_is_said():
    # all events at one time: cox.zph ends with an error
    fit = fit_cox(frame([1, 1, 1, 2], [True, True, False, False], z=[1.0, 0.0, 0.0, 1.0]), "x", [measured("z")])
    assert fit.terms[0].hazard_ratio is not None and fit.proportional_hazards == ()
    assert fit.notes[-1] == "Whether hazards are proportional cannot be tested: too few different times with events."
    # an event on day 0 has no logarithm; on the scale of the curve it is one like others
    known = frame([0, 1, 2, 3, 4], [True] * 5, z=[1.0, 0.0, 1.0, 0.0, 1.0])
    assert fit_cox(known, "x", [measured("z")], "log").proportional_hazards == ()
    assert len(fit_cox(known, "x", [measured("z")], "km").proportional_hazards) == 2


def test_an_iteration_that_stops_on_its_way_is_no_result(monkeypatch):
    random = np.random.default_rng(1)
    values, times = random.normal(size=(40, 2)), random.exponential(size=40)
    assert not isinstance(fit_hazards(times, np.ones(40, dtype=bool), values), str)
    monkeypatch.setattr("pipelines.analysis.hazards.MOST_STEPS", 2)
    assert fit_hazards(times, np.ones(40, dtype=bool), values) == NOT_CONVERGED


def test_few_events_per_covariate_are_said():
    table = fit_cox_table(
        reconstructed_patients(),
        "os",
        paper_covariates(reconstructed_patients()),
        Entry(("arm", "ecog_0", "child_pugh_a", "afp_over_400", "size_over_10")),
    )
    assert table.multivariate.events_per_covariate == pytest.approx(47 / 5)
    assert table.multivariate.notes == ("47 events for 5 covariates: fewer than 10 per covariate.",)
    assert table.alone("female").notes == ()


@pytest.mark.parametrize(("events", "note"), [(19, "19 events for 2 covariates: fewer than 10 per covariate."), (20, None), (21, None)])
def test_ten_events_per_covariate_are_enough(events, note):
    random = np.random.default_rng(3)
    drawn = frame(random.permutation(40) + 1, [place < events for place in range(40)], y=random.normal(size=40), z=random.normal(size=40))
    assert fit_cox(drawn, "x", [measured("y"), measured("z")]).notes == ((note,) if note else ())


def test_the_covariates_compare_the_arms_that_there_are():
    by_class = reconstructed_patients().with_columns(arm="child_pugh_" + pl.col("child_pugh_class").str.to_lowercase())
    arms = ComparedArms({"child_pugh_a": "Child–Pugh A", "child_pugh_b": "Child–Pugh B"}, "child_pugh_a", frozenset({"child_pugh"}))
    arm, *others = covariates_of(by_class, arms, ["female", "child_pugh_a", "child_pugh"])
    assert [(term.name, term.label) for term in arm.terms] == [
        ("child_pugh_b", "Child–Pugh B (vs. Child–Pugh A)"),
        ("child_pugh_c", "child pugh c (vs. Child–Pugh A)"),
    ]
    assert [covariate.name for covariate in others] == ["female"]  # the class makes the arms, and says nothing beside them
    one_arm = reconstructed_patients().filter(pl.col("arm") == "first_line")
    covariates = paper_covariates(one_arm)
    assert covariates[0].name == "female"
    table = fit_cox_table(one_arm, "os", covariates, Entry(("arm", "ecog_0")))
    assert [one.name for one in table.multivariate.terms] == ["ecog_0"]
    assert table.entered_by == "covariates named in the settings (not arm: there is nothing to compare in this cohort)"


@pytest.mark.parametrize("seed", range(3))
def test_lifelines_finds_the_same_hazard_ratios(seed):
    """A second witness beside R's golden values: another program's iteration, on tied times and three covariates."""
    from lifelines import CoxPHFitter

    random = np.random.default_rng(seed)
    values, times, events = random.normal(size=(80, 3)), random.integers(1, 20, 80).astype(float), random.random(80) < 0.6
    found = fit_hazards(times, events, values)
    other = CoxPHFitter().fit(
        pl.DataFrame(values, schema=["a", "b", "c"]).with_columns(time=times, event=events).to_pandas(), "time", "event",
        fit_options={"precision": 1e-12},
    )  # fmt: skip
    assert found.coefficients == pytest.approx(other.params_.to_numpy(), rel=1e-6)
    assert found.std_errs == pytest.approx(other.standard_errors_.to_numpy(), rel=1e-6)
    assert found.log_likelihood == pytest.approx(other.log_likelihood_)
