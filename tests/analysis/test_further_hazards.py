"""Other Cox models: response as it became known, arms within strata, time from the first systemic therapy; R's numbers are in further.R."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.counting_process import fit_intervals, split_at
from pipelines.analysis.further_hazards import fit_from_first_systemic, fit_response_as_known, fit_within_strata
from pipelines.analysis.hazards import COLLINEAR, fit_hazards
from pipelines.analysis.partial_likelihood import Observed
from pipelines.report.further_hazard_tables import print_further_hazards
from tests.analysis.cohort_frame import OS, PFS, paper_arms, patients_frame, reconstructed_patients

INDEX = dt.date(2023, 1, 1)
POST = "post_ate_beva"


def responses(*days: tuple[str, int | None]) -> pl.DataFrame:
    """Draw on which day after the index day each patient was first seen to respond."""
    dates = [None if day is None else INDEX + dt.timedelta(days=day) for _, day in days]
    return pl.DataFrame({"patient_id": [name for name, _ in days], "response_date": dates}, schema_overrides={"response_date": pl.Date})


def patients(*rows: tuple[str, str, int, bool]) -> pl.DataFrame:
    """Draw patients: id, arm, days of overall survival, whether it ended with death."""
    names = ("patient_id", "arm", "os_days", "os_event")
    return patients_frame(*(dict(zip(names, row, strict=True)) | {"os_months": row[2] / 30.4375, "index_date": INDEX} for row in rows))


# --- intervals


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (5.0, [(0, 5, False, False), (5, 10, True, True)]),
        (float("nan"), [(0, 10, True, False)]),
        (10.0, [(0, 10, True, False)]),  # known on the day of death is too late
        (0.0, [(0, 10, True, True)]),  # known from the start
    ],
)
def test_a_patient_is_split_where_something_becomes_known(change, expected):
    rows, known = split_at(Observed(np.array([10.0]), np.array([True]), np.zeros((1, 1))), np.array([change]))
    assert list(zip(rows.entries, rows.times, rows.events, known, strict=True)) == expected


def test_who_enters_on_the_day_of_an_event_was_not_at_risk_for_it():
    """coxph(Surv(c(0,0,2,0), c(2,3,4,5), c(1,1,1,0)) ~ c(1,0,1,0)): the third is at risk for the second event and not for the first."""
    entries, times, events = np.array([0.0, 0, 2, 0]), np.array([2.0, 3, 4, 5]), np.array([True, True, True, False])
    values = np.array([[1.0], [0], [1], [0]])
    fit = fit_intervals(Observed(times, events, values, entries))
    # the likelihood's slope: 1 - h/(h+2) at the first event, - h/(h+2) at the second, 1 - h/(h+1) at the third, h the hazard ratio
    h = float(np.exp(fit.coefficients[0]))
    assert 2 - 2 * h / (h + 2) - h / (h + 1) == pytest.approx(0, abs=1e-9)


def test_with_one_stratum_and_no_entry_it_is_the_usual_model():
    frame = reconstructed_patients()
    times, events = frame["os_days"].to_numpy().astype(float), frame["os_event"].to_numpy()
    values = frame.select("age_years").to_numpy().astype(float)
    assert fit_intervals(Observed(times, events, values)).coefficients == pytest.approx(fit_hazards(times, events, values).coefficients)


def test_columns_that_say_the_same_have_no_estimate():
    values = np.array([[1.0, 1.0], [0, 0], [1, 1], [0, 0]])
    assert fit_intervals(Observed(np.arange(1.0, 5), np.array([True] * 4), values)) == COLLINEAR


# --- response


def test_a_responder_counts_as_one_only_from_the_response_on():
    drawn = patients(*((f"P{place}", "first_line", 100 * place, True) for place in (1, 2, 3, 4)))
    (found,) = fit_response_as_known(drawn, responses(("P2", 150), ("P4", 50)), OS)
    # day 100: P4 of four is a responder; 200: P2 and P4 of three; 300: P4 of two
    h = found.hazard_ratio.estimate
    assert 1 - h / (h + 3) - 2 * h / (2 * h + 1) - h / (h + 1) == pytest.approx(0, abs=1e-6)
    assert (found.patients, found.events) == (4, 4)


def test_where_nobody_responded_in_time_there_is_nothing():
    drawn = patients(("P1", "first_line", 100, True), ("P2", POST, 200, True))
    assert fit_response_as_known(drawn, responses(("P1", 100), ("P2", None)), OS) == ()


# --- strata


def test_arms_are_compared_within_the_levels_that_the_study_names():
    """coxph(Surv(os_days, os_event) ~ post + strata(cp_a), cohort) and the same of pfs."""
    found = fit_within_strata(reconstructed_patients(), (OS, PFS), paper_arms(), ["child_pugh_a"])
    assert [(one.endpoint, one.name, one.patients) for one in found] == [("os", POST, 100), ("pfs", POST, 100)]
    assert [(one.hazard_ratio.estimate, one.p_value) for one in found] == [
        pytest.approx((0.5119692992415, 0.0509599878625), rel=1e-9),
        pytest.approx((0.4637748965910, 0.0127647327622), rel=1e-9),
    ]
    table = print_further_hazards(found, ["Child–Pugh A (vs. B)"], "Table S")
    assert table.lines[0].label == "Arms within strata: Child–Pugh A (vs. B)"


def test_without_strata_or_with_one_arm_there_is_nothing():
    alone = reconstructed_patients().filter(pl.col("arm") == POST)
    assert fit_within_strata(reconstructed_patients(), (OS,), paper_arms(), []) == ()
    assert fit_within_strata(alone, (OS,), paper_arms(), ["child_pugh_a"]) == ()


# --- from the first systemic therapy


def test_time_counts_from_the_first_systemic_therapy_and_risk_from_the_index_date():
    rows = [("P1", "first_line", 100, True), ("P2", "first_line", 300, True), ("P3", POST, 150, True), ("P4", POST, 350, False)]
    schema = {"patient_id": pl.String, "line_no": pl.Int64, "first_treatment_date": pl.Date}
    before = [
        ("P3", 1, INDEX - dt.timedelta(days=100)),
        ("P3", 2, INDEX - dt.timedelta(days=20)),
        ("P3", None, INDEX - dt.timedelta(days=900)),  # of the liver alone: in no line
        ("P4", 1, INDEX - dt.timedelta(days=200)),
    ]
    (found,) = fit_from_first_systemic(patients(*rows), pl.DataFrame(before, schema=schema, orient="row"), OS, paper_arms())
    # day 100: P1, P2 at risk, P3 enters on that day; day 250: P2, P3, P4; day 300: P2, P4
    h = found.hazard_ratio.estimate
    assert 1 - 2 * h / (2 * h + 1) - h / (h + 1) == pytest.approx(0, abs=1e-6)


def test_where_nobody_had_one_there_is_nothing():
    schema = {"patient_id": pl.String, "line_no": pl.Int64, "first_treatment_date": pl.Date}
    assert fit_from_first_systemic(reconstructed_patients(), pl.DataFrame(schema=schema), OS, paper_arms()) == ()
