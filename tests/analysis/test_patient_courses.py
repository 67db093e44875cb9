"""The course of each patient: change of the sum as the mean of the readers, therapies, response, progression and end, in months."""

import datetime as dt

import polars as pl
import pytest

from pipelines.analysis.patient_courses import Span, fit_patient_courses, ranked_changes
from schemas import role
from tests.analysis.cohort_frame import patients_frame
from tests.report.report_of import EMPTY

INDEX = dt.date(2023, 1, 1)
TEN = 10.0  # days to a month, so that the months below are whole


def day(months: float) -> dt.date:
    return INDEX + dt.timedelta(days=round(TEN * months))


def rows(one: role.Role, names: str, *values: tuple) -> pl.DataFrame:
    """Return a table of which the tests draw the named columns only."""
    schema, drawn = EMPTY[one].schema, [dict(zip(names.split(), row, strict=True)) for row in values]
    return pl.DataFrame([dict.fromkeys(schema) | row for row in drawn], schema=schema, orient="row")


PATIENTS = patients_frame(
    *(
        {"patient_id": name, "arm": arm, "index_date": INDEX, "os_days": days, "os_event": dead, "progression_date": progression}
        for name, arm, days, dead, progression in [
            ("P1", "a", 90, True, day(6)),
            ("P2", "a", 120, False, None),
            ("P3", "b", 30, True, None),
            ("P4", "b", None, None, None),  # no time: not drawn
        ]
    )
)
EXAMS = rows(
    role.RESPONSE_HISTORIES,
    "patient_id exam_id exam_date is_primary_criterion is_counted",
    ("P1", "E1", day(2), True, True),
    ("P1", "E2", day(6), True, True),
    ("P1", "E3", day(8), True, False),  # after progression
    ("P2", "E4", day(3), True, True),
    ("P2", "E4", day(3), False, True),  # by another criterion
)
READS = rows(
    role.READER_OPINIONS,
    "patient_id exam_id reader_id reader_role is_primary_criterion is_index_course change_from_baseline_pct",
    ("P1", "E1", "R1", "reader", True, True, -40.0),
    ("P1", "E1", "R2", "reader", True, True, -20.0),  # mean -30
    ("P1", "E1", "ADJ", "adjudicator", True, True, 90.0),  # sees disputed exams alone
    ("P1", "E2", "R1", "reader", True, True, 10.0),
    ("P1", "E2", "R2", "reader", True, True, None),  # the other alone: 10
    ("P1", "E3", "R1", "reader", True, True, -90.0),
    ("P2", "E4", "R1", "reader", True, True, 25.0),
    ("P2", "E4", "R2", "reader", True, False, -80.0),  # of an earlier course
    ("P2", "E4", "R1", "reader", False, True, -80.0),
)
BEST = rows(
    role.BEST_RESPONSES,
    "patient_id best_response response_date is_primary_criterion",
    ("P1", "PR", day(2), True),
    ("P2", "SD", None, True),
)
CYCLES = rows(role.EXPOSURES, "patient_id first_cycle_date last_cycle_date", ("P1", day(0), day(4)), ("P2", day(0), day(1)))
LATER = rows(role.LATER_THERAPIES, "patient_id first_treatment_date last_treatment_date", ("P1", day(7), day(9)))
COHORT = {
    role.RESPONSE_HISTORIES: EXAMS,
    role.READER_OPINIONS: READS,
    role.BEST_RESPONSES: BEST,
    role.EXPOSURES: CYCLES,
    role.LATER_THERAPIES: LATER,
}
COURSES = fit_patient_courses(PATIENTS, COHORT, TEN)


def test_the_longest_observed_comes_first_and_who_has_no_time_does_not_come():
    assert [(one.arm, one.end, one.is_dead) for one in COURSES] == [("a", 12.0, False), ("a", 9.0, True), ("b", 3.0, True)]


def test_a_change_is_the_mean_of_the_readers_at_an_exam_that_counts():
    second, first, third = COURSES
    assert first.changes == ((2.0, -30.0), (6.0, 10.0)) and first.best_change == -30.0
    assert second.changes == ((3.0, 25.0),) and second.best_change == 25.0
    assert third.changes == () and third.best_change is None and third.best_response == "MISSING"


def test_therapies_response_and_progression_are_in_months_from_the_index_date():
    _, first, _ = COURSES
    assert first.therapies == (Span(0.0, 4.0, is_index=True), Span(7.0, 9.0))
    assert (first.response, first.progression) == (2.0, 6.0)


def test_bars_go_from_growth_to_shrinkage():
    assert list(ranked_changes(COURSES, "a")) == [(25.0, "SD"), (-30.0, "PR")]
    assert list(ranked_changes(COURSES, "b")) == []


@pytest.mark.parametrize("names", [("P3", "P1", "P2", "P4"), ("z", "y", "x", "w")])
def test_how_patients_are_named_changes_nothing(names):
    new = dict(zip(("P1", "P2", "P3", "P4"), names, strict=True))

    def renamed(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("patient_id").replace(new))

    assert fit_patient_courses(renamed(PATIENTS), {one: renamed(frame) for one, frame in COHORT.items()}, TEN) == COURSES
