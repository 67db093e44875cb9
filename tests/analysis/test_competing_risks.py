"""Events that compete: the incidence by hand, which events compete in which endpoint, and what cannot be told."""

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.competing_risks import CAUSE_SPECIFIC, NO_EVENT_IN_ARM, SUBDISTRIBUTION, CompetingChoices, fit_competing_risks
from pipelines.analysis.cumulative_incidence import fit_cumulative_incidence, incidence_at
from pipelines.analysis.fine_gray import NOTHING, fit_fine_gray
from pipelines.analysis.gray_test import compare_incidence
from pipelines.analysis.hazards import SEPARATED
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.report.competing_tables import print_competing
from tests.analysis.cohort_frame import OS, PFS, paper_arms, patients_frame

FIRST, POST = "first_line", "post_ate_beva"


def drawn(*rows):
    """Draw patients: arm, months, whether PFS ended with an event and which, and the cause of death of those who died."""
    frame = patients_frame(
        *(
            {
                "patient_id": f"P{place}",
                "arm": arm,
                "pfs_months": float(months),
                "pfs_days": months * 30,
                "pfs_event": ended != "alive",
                "os_months": float(months),
                "os_days": months * 30,
                "os_event": ended == "Death",
                "death_cause_group": cause,
            }
            for place, (arm, months, ended, cause) in enumerate(rows)
        )
    )
    return frame.with_columns(pfs_ended=pl.Series([ended for _, _, ended, _ in rows]))


def risks(patients, endpoint, liver=("HCC",)):
    return fit_competing_risks(patients, [endpoint], CompetingChoices((2, 12), FIRST, liver))


# --- the incidence


def test_the_incidence_by_hand():
    # 1: event 1/4; 2: the other, so that 3/4 x 2/3 = 1/2 have neither; 3: event 1/2 x 1/2; 4: censored
    curve = fit_cumulative_incidence(np.array([1.0, 2, 3, 4]), np.array([1, 2, 1, 0]))
    assert curve.incidence == pytest.approx((0.25, 0.25, 0.5, 0.5))
    assert (curve.events, curve.competing, curve.at_risk) == (2, 1, (4, 3, 2, 1))


def test_with_no_other_event_it_is_what_survival_leaves():
    from pipelines.analysis.kaplan_meier import fit_kaplan_meier

    times, causes = np.array([1.0, 2, 2, 3, 5]), np.array([1, 0, 1, 1, 0])
    incidence = fit_cumulative_incidence(times, causes).incidence
    assert incidence == pytest.approx([1 - share for share in fit_kaplan_meier(times, causes == 1).survival])


@pytest.mark.parametrize(("time", "expected"), [(0.5, 0.0), (1, 0.25), (2.9, 0.25), (3, 0.5), (4, 0.5), (4.1, None)])
def test_it_is_given_as_long_as_somebody_is_observed(time, expected):
    curve = fit_cumulative_incidence(np.array([1.0, 2, 3, 4]), np.array([1, 2, 1, 0]))
    found = incidence_at(curve, time)
    assert found.estimate == expected
    if expected == 0.0:
        assert found == Estimate(0.0, None, None)


# --- which events compete


def test_progression_competes_with_death_before_it_and_each_is_shown():
    patients = drawn((FIRST, 1, "Progression", None), (FIRST, 2, "Death", None), (POST, 3, "Progression", None), (POST, 4, "alive", None))
    (found,) = risks(patients, PFS)
    assert [event.label for event in found.events] == ["Progression", "Death without progression"]
    assert [[(group.curve.events, group.curve.competing) for group in event.groups] for event in found.events] == [
        [(1, 1), (1, 0), (2, 1)],
        [(1, 1), (0, 1), (1, 2)],
    ]


def test_death_of_the_liver_competes_with_other_causes_and_unknown_ones_are_counted_there():
    rows = [(FIRST, 1, "Death", "HCC"), (FIRST, 2, "Death", None), (POST, 3, "Death", "INFECTION"), (POST, 4, "alive", None)]
    (found,) = risks(drawn(*rows), OS)
    assert [event.groups[-1].curve.events for event in found.events] == [1, 2]
    assert found.unknown == 1
    notes = next(iter(print_competing([found], paper_arms()))).notes
    assert "Death of another cause: with 1 of which the cause is not known." in notes
    assert risks(drawn(*((arm, months, ended, None) for arm, months, ended, _ in rows)), OS) == ()  # no cause is known


def test_liver_deaths_are_those_that_the_study_names():
    rows = [(FIRST, 1, "Death", "HCC"), (POST, 3, "Death", "BLEEDING"), (POST, 4, "alive", None)]
    for named, count in ((("HCC",), 1), (("HCC", "BLEEDING"), 2)):
        assert risks(drawn(*rows), OS, named)[0].events[0].groups[-1].curve.events == count


# --- what cannot be told


def test_an_arm_without_the_event_has_no_hazard_ratio():
    patients = drawn((FIRST, 1, "Progression", None), (FIRST, 2, "Death", None), (POST, 3, "Death", None), (POST, 4, "alive", None))
    (found,) = risks(patients, PFS)
    assert [(hazard.kind, hazard.note) for hazard in found.events[0].hazards] == [
        (CAUSE_SPECIFIC, NO_EVENT_IN_ARM),
        (SUBDISTRIBUTION, NO_EVENT_IN_ARM),
    ]
    printed = next(iter(print_competing([found], paper_arms())))
    assert f"No hazard ratio where there is {NO_EVENT_IN_ARM}." in printed.notes


def test_one_group_is_not_compared():
    assert compare_incidence(np.array([1.0, 2]), np.array([1, 2]), np.array(["a", "a"]), ["a", "b"]).note == "there is one group"


def test_nobody_with_the_event_is_no_test_and_no_hazard():
    times, causes, groups = np.array([1.0, 2, 3, 4]), np.array([2, 0, 2, 0]), np.array(["a", "a", "b", "b"])
    assert compare_incidence(times, causes, groups, ["a", "b"]).p_value is None
    assert fit_fine_gray(times, causes, np.array([[0.0], [0], [1], [1]])) == NOTHING


def test_separated_events_have_no_subdistribution_hazard():
    assert fit_fine_gray(np.arange(1.0, 7), np.array([1, 1, 1, 0, 0, 0]), np.array([[1.0]] * 3 + [[0.0]] * 3)) == SEPARATED


def test_without_another_event_the_subdistribution_is_the_hazard():
    from pipelines.analysis.hazards import fit_hazards

    random = np.random.default_rng(2)
    times, events, values = random.permutation(40) + 1.0, np.arange(40) % 3 > 0, random.normal(size=(40, 2))
    found = fit_fine_gray(times, events.astype(int), values)
    assert found.coefficients == pytest.approx(fit_hazards(times, events, values).coefficients, rel=1e-9)
