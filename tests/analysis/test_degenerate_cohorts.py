"""300 cohorts of 20 degenerate kinds against R, value by value: what is not R's is explained, by what the analysis says of it itself.

The cohorts are drawn by tests/r/degenerate_cohorts.py, R's values made by tests/r/degenerate.R.
"""

import warnings
from collections import Counter

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.hazards import SEPARATED, fit_hazards
from pipelines.analysis.partial_likelihood import Observed
from pipelines.analysis.second_witness import _has_coefficients
from pipelines.analysis.separation import are_events_separated
from tests.r.degenerate_agreement import COVARIATES, cohorts, differences, model_of, own_value
from tests.r.degenerate_cohorts import EACH, KINDS


def test_there_are_twenty_kinds_and_fifteen_of_each():
    assert len(KINDS) == 20
    assert Counter(name.rpartition("_")[0] for name in cohorts()) == dict.fromkeys(KINDS, EACH)


@pytest.mark.slow
def test_nothing_differs_from_r_without_an_explanation():
    compared, found = differences()
    assert compared > 11_000
    assert [one for one in found if not one.why] == []
    for one in found:  # no number is contradicted: where there is a difference, one of both has none, or R's has no end
        assert one.own is None or one.of_r is None or one.quantity == "proportionality", one


# --- what these cohorts taught


def test_a_covariate_of_wide_range_is_no_separation():
    """A score from 0 to 24 nearly orders the events: R's coxph gives 3.178 (0.979) a point, 76 between two."""
    times = np.array([float(day) for day in range(1, 26)])
    values = -np.arange(25.0)[:, None]
    values[[3, 4], 0] = values[[4, 3], 0]  # but two of them
    found = fit_hazards(times, np.ones(25, dtype=bool), values)
    assert not isinstance(found, str) and found.coefficients == pytest.approx([3.1780416]) and found.std_errs == pytest.approx([0.9789628])
    assert fit_hazards(times, np.ones(25, dtype=bool), -np.arange(25.0)[:, None]) == SEPARATED


@pytest.mark.parametrize(
    ("times", "events", "values", "entries", "is_so"),
    [
        ([1, 2, 3], [1, 1, 0], [3, 2, 1], None, True),
        ([1, 2, 3], [1, 1, 0], [3, 1, 2], None, False),  # the second event is not the highest left
        ([1, 2, 3], [1, 1, 1], [2, 2, 1], None, True),  # nowhere higher, once equal
        ([1, 1, 3], [1, 1, 1], [3, 2, 1], None, False),  # together: of the two neither may be higher
        ([1, 2, 3], [1, 1, 0], [3, 2, 9], [0, 0, 2], True),  # the third comes after both
        ([1, 2, 3], [1, 1, 0], [3, 2, 9], [0, 0, 1], False),  # and here before the second
        ([1, 2, 3], [1, 1, 1], [1, 1, 1], None, False),  # nothing differs
    ],
)
def test_events_are_separated_where_a_combination_is_nowhere_higher_beside_them(times, events, values, entries, is_so):
    known = None if entries is None else np.array(entries, dtype=float)
    observed = Observed(np.array(times, dtype=float), np.array(events) == 1, np.array(values, dtype=float)[:, None], known)
    assert are_events_separated([observed]) is is_so


def test_a_stratum_can_contradict_the_other():
    one, other = (Observed(np.array([1.0, 2]), np.array([True, False]), np.array([[a], [b]])) for a, b in ((2.0, 1.0), (1.0, 2.0)))
    assert are_events_separated([one]) and not are_events_separated([one, other])


def test_a_group_that_left_before_the_first_event_has_no_hazard_ratio_of_0():
    """two_patients_9: one of them lost on day 50, the other dead on day 200: nobody was beside."""
    assert model_of("two_patients_9", "arm").terms[0].note.startswith("Whenever somebody has the event, all patients at risk are alike")
    assert own_value("two_patients_9", "coefficient", "arm|arm") is None


@pytest.mark.slow
def test_a_hazard_ratio_beyond_any_number_asks_for_another_unit():
    terms = [model_of(f"tiny_values_{number}", "arm + x").term("x") for number in range(EACH)]
    told = [term for term in terms if term.hazard_ratio is None]
    assert told and all(term.coefficient is not None and "choose a smaller unit" in term.note and term.interval is None for term in told)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a_covariate_orders_the_events", "huge_values", "tiny_values", "one_patient_in_an_arm"])
def test_the_second_witness_contradicts_no_model_of_such_a_cohort(name):
    said = []
    for number in range(EACH):
        fit = model_of(f"{name}_{number}", "arm + x")
        frame = cohorts()[f"{name}_{number}"].with_columns(arm=(pl.col("arm") == 1).cast(pl.Float64))
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            said.append(_has_coefficients(frame, fit, [COVARIATES[one] for one in ("arm", "x")]))
    assert False not in said and (True in said or name == "a_covariate_orders_the_events")
