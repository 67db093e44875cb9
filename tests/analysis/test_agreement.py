"""How far readers agree: R's numbers, intervals by patients, and which reads are compared."""

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.agreement import correlation_with_limits, kappa_of, kappa_with_limits, limits_of_agreement
from pipelines.analysis.compared_readers import compare_readers
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.report.agreement_tables import print_agreement

COUNTS = np.array([[4, 1, 0, 0], [2, 30, 6, 1], [0, 5, 40, 4], [0, 0, 3, 14]])


def test_kappa_is_rs():
    """psych::cohen.kappa(m, w = 1 - abs(outer(1:4, 1:4, "-")) / 3): 0.695290858726, weighted 0.752639812280."""
    assert (kappa_of(COUNTS), kappa_of(COUNTS, is_weighted=True)) == pytest.approx((0.695290858726, 0.752639812280), rel=1e-11)


def test_the_limits_are_those_of_patients_and_not_of_exams():
    first = np.repeat(np.arange(4), 5)
    second = np.where(np.arange(20) % 4 == 0, (first + 1) % 4, first)
    each, of_five = (kappa_with_limits(first, second, patients, 4) for patients in (np.arange(20), np.arange(20) // 5))
    assert each.estimate == of_five.estimate
    assert (each.lower, each.upper) != (of_five.lower, of_five.upper)
    assert kappa_with_limits(first, second, np.arange(20), 4) == each  # the same reads, the same limits


@pytest.mark.parametrize(
    ("first", "second", "patients", "expected"),
    [
        ([], [], [], Estimate(None, None, None)),
        ([1, 1], [1, 1], ["a", "b"], Estimate(None, None, None)),  # one level only: nothing that chance would not do
        ([0, 1], [0, 1], ["a", "a"], Estimate(1.0, None, None)),  # one patient has no limits
    ],
)
def test_where_kappa_or_its_limits_are_not_known_there_is_none(first, second, patients, expected):
    assert kappa_with_limits(np.array(first, dtype=int), np.array(second, dtype=int), np.array(patients), 4) == expected


def test_the_intraclass_correlation_asks_for_absolute_agreement():
    """irr::icc(cbind(1:6, 1:6 + 2), "twoway", "agreement"): the readers differ by 2 mm, mean squares 7, 12, 0."""
    first = np.arange(1.0, 7)
    found = correlation_with_limits(first, first + 2, np.arange(6))
    assert found.estimate == pytest.approx(7 / (7 + 2 * 12 / 6))
    assert correlation_with_limits(first, first, np.arange(6)).estimate == pytest.approx(1)
    assert correlation_with_limits(first[:2], first[:2], np.arange(2)) == Estimate(None, None, None)


def test_limits_of_agreement_are_those_of_bland_and_altman():
    # differences 1, 2, 3: mean 2, SD 1
    assert limits_of_agreement(np.array([2.0, 4, 6]), np.array([1.0, 2, 3])) == Estimate(2.0, 2 - 1.96, 2 + 1.96)
    assert limits_of_agreement(np.array([2.0]), np.array([1.0])) == Estimate(None, None, None)


def reads(*rows):
    names = ("patient_id", "exam_id", "timepoint", "reader_id", "reader_role", "recorded_overall_response", "sum_mm")
    frame = pl.DataFrame(rows, schema=names, orient="row").with_row_index("read_key")
    return frame.with_columns(derived_overall_response=pl.lit(None, dtype=pl.String), is_index_course=pl.lit(True))


def test_exams_that_two_readers_judged_are_compared():
    drawn = reads(
        ("P1", "e0", 0, "R1", "reader", None, 50.0),  # the baseline is none
        ("P1", "e0", 0, "R2", "reader", None, 52.0),
        ("P1", "e1", 1, "R1", "reader", "PR", 30.0),
        ("P1", "e1", 1, "R2", "reader", "SD", 40.0),
        ("P1", "e1", 1, "ADJ", "adjudicator", "PR", None),  # the adjudicator is no reader
        ("P1", "e2", 2, "R1", "reader", "NON-CR/NON-PD", None),
        ("P1", "e2", 2, "R2", "reader", "SD", None),  # the same level
        ("P2", "e3", 1, "R1", "reader", "NE", 60.0),  # measured and not judged
        ("P2", "e3", 1, "R2", "reader", "PD", 80.0),
        ("P2", "e4", 2, "R1", "reader", "PD", 90.0),  # read by one
        ("P3", "e5", 1, "R1", "reader", "PD", 90.0),  # not of the cohort
        ("P3", "e5", 1, "R2", "reader", "PD", 90.0),
    )
    (found,) = compare_readers(pl.DataFrame({"patient_id": ["P1", "P2"]}), drawn)
    assert (found.readers, found.patients) == (("R1", "R2"), 1)
    assert (found.same.count, found.same.total) == (1, 2)
    assert (found.measured, found.difference.estimate) == (2, -15.0)
    printed = print_agreement([found], "Table S")
    assert printed.columns == ("", "R1 and R2\n(n = 1)")
    assert printed.lines[0].cells[0].text == "1 (50.0) of 2"


def test_one_reader_agrees_with_nobody():
    drawn = reads(("P1", "e1", 1, "R1", "reader", "PR", 30.0))
    assert compare_readers(pl.DataFrame({"patient_id": ["P1"]}), drawn) == ()
