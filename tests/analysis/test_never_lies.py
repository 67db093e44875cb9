"""A Cox model says what it cannot tell, and still tells the rest: columns that others determine, groups without an event, separation."""

import dataclasses

import polars as pl
import pytest

from pipelines.analysis.covariates import flag
from pipelines.analysis.cox import fit_cox
from pipelines.analysis.cox_design import NO_EVENT
from pipelines.analysis.cox_table import Entry, fit_cox_table
from pipelines.analysis.hazards import UNKNOWN
from pipelines.report.cox_tables import PENALISED, print_cox
from tests.analysis.cohort_frame import measured
from tests.r.golden_values import public_data


def frame(times, events, **covariates):
    return pl.DataFrame({"os_days": times, "os_event": events, **covariates}, strict=False)


def veteran(**columns) -> pl.DataFrame:
    return public_data("veteran").rename({"time": "os_days"}).with_columns(os_event=pl.col("status") == 1, **columns)


# --- collinear covariates are named, and only they are left out


def test_only_the_column_that_others_determine_is_left_out():
    """coef(coxph(Surv(time, status) ~ trt + age + I(2 * age - trt) + karno, veteran)): the third is NA."""
    names = ["trt", "age", "twice", "karno"]
    fit = fit_cox(veteran(twice=2 * pl.col("age") - pl.col("trt")), "os", [measured(name) for name in names])
    assert fit.term("twice").note == "determined by trt, age: beside them nothing can be told of it"
    without = fit_cox(veteran(), "os", [measured(name) for name in ("trt", "age", "karno")])
    for name in ("trt", "age", "karno"):
        assert fit.term(name).coefficient == pytest.approx(without.term(name).coefficient, rel=1e-12)
    assert "Estimated without twice: nothing can be told of it here." in fit.notes


def test_the_later_of_two_columns_that_are_the_same_is_left_out():
    fit = fit_cox(veteran(again=pl.col("age")), "os", [measured("age"), measured("again")])
    assert fit.term("age").hazard_ratio is not None
    assert fit.term("again").note == "determined by age: beside it nothing can be told of it"


def test_a_column_of_which_the_events_tell_nothing_leaves_the_others_theirs():
    # whoever differs in z was lost before the first event
    times, events = [1, 1, 2, 3, 4, 5], [False, False, True, True, True, False]
    known = frame(times, events, z=[1.0, 2.0, 3.0, 3.0, 3.0, 3.0], y=[0.0, 1.0, 1.0, 0.0, 1.0, 0.0])
    fit = fit_cox(known, "os", [measured("z"), measured("y")])
    assert (fit.term("z").note, fit.term("z").hazard_ratio) == (UNKNOWN, None)
    assert fit.term("y").hazard_ratio == pytest.approx(fit_cox(known, "os", [measured("y")]).term("y").hazard_ratio)


# --- Firth's likelihood beside a hazard ratio of 0 or infinity


NAMED = Entry(("z",))


def firth_of(known: pl.DataFrame):
    return fit_cox_table(known, "os", [flag("z", "Z", pl.col("z") == 1)], NAMED).alone("z").term("z")


def test_a_group_without_an_event_has_firths_hazard_ratio_beside_it():
    """coxphf(Surv(1:8, c(0,0,1,1,1,0,1,0)) ~ c(1,1,0,0,0,1,0,0)): 0.5456 (0.00404-5.713), p 0.667."""
    term = firth_of(frame(range(1, 9), [False, False, True, True, True, False, True, False], z=[1, 1, 0, 0, 0, 1, 0, 0]))
    assert term.note == NO_EVENT
    assert dataclasses.astuple(term.penalised) == pytest.approx(
        (0.5456159808836, 0.0040413761524, 5.7133963535697, 0.6674476247807), rel=1e-8
    )


def test_separated_events_have_it_too():
    """coxphf(Surv(1:8, rep(1, 8)) ~ c(1,1,1,1,0,0,0,0)): 19.07 (1.868-2583), p 0.0095."""
    term = firth_of(frame(range(1, 9), [True] * 8, z=[1, 1, 1, 1, 0, 0, 0, 0]))
    assert term.hazard_ratio is None
    assert dataclasses.astuple(term.penalised) == pytest.approx((19.0715768263, 1.86814258008, 2582.64669671, 0.00950872926242), rel=1e-8)


@pytest.mark.parametrize(
    ("times", "events", "columns"),
    [
        # as many columns as patients: the likelihood has a top nowhere
        ([3, 1, 2], [True, True, False], {"z": [1.0, 0, 1], "y": [0.3, -1.2, 0.4]}),
        ([5, 1, 1, 2], [False, True, False, True], {"z": [1.0, 0, 0, 1], "y": [0.1, 0.9, -0.4, 0.2]}),
    ],
)
def test_what_even_the_penalised_likelihood_cannot_tell_ends_no_run(times, events, columns):
    known = frame(times, events, **columns)
    table = fit_cox_table(known, "os", [measured(name) for name in columns], Entry(tuple(columns)))
    for term in table.multivariate.terms:
        assert term.hazard_ratio is None
        assert term.penalised is None or 0 < term.penalised.hazard_ratio < 1e8


def test_a_covariate_that_orders_every_event_has_no_ratio_of_thirty_digits():
    known = frame(range(1, 41), [True] * 40, z=[float(40 - place) for place in range(40)])
    (term,) = fit_cox_table(known, "os", [measured("z")], NAMED).multivariate.terms
    assert (term.hazard_ratio, term.penalised) == (None, None)


def test_a_hazard_ratio_that_is_known_has_none():
    assert firth_of(frame(range(1, 9), [True] * 8, z=[1, 0, 1, 0, 1, 0, 0, 1])).penalised is None


def test_it_stands_in_a_line_of_its_own():
    known = frame(range(1, 9), [True] * 8, z=[1, 1, 1, 1, 0, 0, 0, 0])
    printed = print_cox(fit_cox_table(known, "os", [flag("z", "Z", pl.col("z") == 1)], NAMED), "Overall survival", "Table 3")
    assert [line.label for line in printed.lines] == ["Z", PENALISED]
    assert [cell.text for cell in printed.lines[1].cells] == ["19.072 (1.868–2582.647)", "0.010"] * 2
