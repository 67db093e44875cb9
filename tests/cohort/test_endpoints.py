"""An endpoint is rows: its start, events, censorings and ends; a study takes those that are listed, or draws its own."""

import pytest

from pipelines.gate.self_test.example_settings import STUDY
from pipelines.settings.endpoint_names import wrong_names_of_endpoints
from pipelines.settings.study_arms import Arm
from pipelines.settings.study_endpoints import OwnEndpoint, StudyEndpoints
from pipelines.warehouse.study_tables import fill_study_tables
from tests.warehouse_of import both, build_up_to, day, findings_of, haic_patient, merged, open_drawn, reads

TIMES = 'select parameter, "days", is_event, event_description from cohort.time_to_event where patient_id = ? order by parameter'
CONTACT = "Last contact alive"
EVERYBODY = [Arm(name="everybody", label="All patients")]


def times(drawn, *, endpoints=(), own=(), patient="P1", **settings):
    """Return the times of a patient under a study with these endpoints, and hold that no rule speaks of them."""
    connection = open_drawn(settings=settings, **drawn)
    fill_study_tables(connection, STUDY.model_copy(update={"arms": EVERYBODY, "endpoints": list(endpoints), "endpoint": list(own)}))
    build_up_to(connection, "patients")
    for rule in ("TE-001", "TE-002", "TE-003", "CC-009"):
        assert findings_of(connection, "time_to_event", rule) == []
    return {parameter: tuple(answer) for parameter, *answer in connection.execute(TIMES, [patient]).fetchall()}


def given(drug, offset, regimen, route):
    return {
        "drug_administrations": [
            {"patient_id": "P1", "regimen": regimen, "route": route, "drug": drug, "dose_mg": 8.0, "administration_date": day(offset)}
        ]
    }


# Sorafenib from day 90 on, PD of HAIC on day 80, PD under sorafenib on day 150, dead on day 300.
TWO_LINES = merged(
    haic_patient("P1", death=300),
    reads("P1", (40, 1, both("SD")), (80, 2, both("PD")), (150, 3, both("PD"))),
    given("SORAFENIB", 90, "SYSTEMIC", "ORAL"),
)


def test_without_names_a_study_has_the_endpoints_of_the_paper():
    assert set(times(TWO_LINES)) == {"OS", "PFS", "TTP"}  # TTP has columns in cohort.patients


def test_progression_on_the_next_therapy():
    assert times(TWO_LINES, endpoints=["PFS2"])["PFS2"] == (150, True, "Progression on the next therapy")
    no_second = merged(haic_patient("P1", last_contact=200), reads("P1", (80, 1, both("PD"))))
    assert times(no_second, endpoints=["PFS2"])["PFS2"] == (200, False, CONTACT)
    on_its_day = merged(haic_patient("P1", last_contact=200), reads("P1", (80, 1, both("PD"))), given("SORAFENIB", 80, "SYSTEMIC", "ORAL"))
    assert times(on_its_day, endpoints=["PFS2"])["PFS2"] == (200, False, CONTACT)  # that PD was the reason for the next therapy


@pytest.mark.parametrize(
    ("last_session", "answer"),
    [
        (None, (80, True, "Untreatable progression")),
        (80, (80, True, "Untreatable progression")),  # given on the day of the scan, and not again
        (81, (150, True, "Untreatable progression")),  # given after the first progression: the second is the untreatable one
        (151, (300, True, "Death")),
    ],
)
def test_a_progression_is_untreatable_if_the_treatment_was_not_given_again(last_session, answer):
    drawn = merged(
        haic_patient("P1", death=300),
        reads("P1", (80, 1, both("PD")), (150, 2, both("PD"))),
        *([given("CISPLATIN", last_session, "HAIC", "HEPATIC_ARTERY")] if last_session else []),
    )
    assert times(drawn, endpoints=["TTUP"])["TTUP"] == answer


def test_no_time_starts_before_the_index_day_until_when_everybody_is_known_to_live():
    own = OwnEndpoint(
        name="FROM_SYSTEMIC", label="Survival from the drug", start="first_systemic", events=["death"], censorings=["last_contact"]
    )
    (said,) = wrong_names_of_endpoints(StudyEndpoints(endpoints=["FROM_SYSTEMIC"], endpoint=[own]))
    assert "start names first_systemic" in said and "delayed entry" in said


def test_a_study_draws_an_endpoint_of_its_own():
    own = OwnEndpoint(name="PPS", label="Survival after progression", start="progression", events=["death"], censorings=["last_contact"])
    assert times(TWO_LINES, endpoints=["OS", "PPS"], own=[own])["PPS"] == (220, True, "Death")  # 300 - 80
    free = merged(haic_patient("P1", last_contact=200), reads("P1", (40, 1, both("SD"))))
    assert "PPS" not in times(free, endpoints=["OS", "PPS"], own=[own])  # without a progression there is no time after it


@pytest.mark.parametrize(
    ("cutoff", "overall", "progression"),
    [
        (79, (79, False, CONTACT), (79, False, CONTACT)),  # the day before the progression
        (80, (80, False, CONTACT), (80, True, "Progression")),
        (299, (299, False, CONTACT), (80, True, "Progression")),
        (300, (300, True, "Death"), (80, True, "Progression")),
        (None, (300, True, "Death"), (80, True, "Progression")),
    ],
)
def test_what_happened_after_the_data_cut_off_is_not_of_the_study(cutoff, overall, progression):
    found = times(TWO_LINES, data_cutoff=None if cutoff is None else day(cutoff))
    assert (found["OS"], found["PFS"]) == (overall, progression)


def test_a_response_after_the_data_cut_off_does_not_count():
    drawn = merged(haic_patient("P1"), reads("P1", (40, 1, both("SD")), (80, 2, both("PR"))))
    for cutoff, best in ((79, "SD"), (80, "PR"), (None, "PR")):
        connection = open_drawn(settings={"data_cutoff": None if cutoff is None else day(cutoff)}, **drawn)
        build_up_to(connection, "patients")
        assert connection.sql("select best_response from cohort.patients").fetchall() == [(best,)]


@pytest.mark.parametrize(
    ("months", "answer"),
    [
        (9, (270, False, "Administrative censoring")),  # 9 · 30 days: pmin(300, 270)
        (9.99, (299, False, "Administrative censoring")),
        (10, (300, True, "Death")),  # on the last day
        (None, (300, True, "Death")),
    ],
)
def test_follow_up_may_be_cut_at_a_month(months, answer):
    found = times(TWO_LINES, administrative_censoring_months=months, days_per_month=30.0)
    assert found["OS"] == answer
    assert found["PFS"] == (80, True, "Progression")


def test_a_name_that_nobody_defines_is_named_with_the_nearest():
    own = OwnEndpoint(name="PFS", label="x", events=["progresion"], censorings=["last_contact"])
    said = list(wrong_names_of_endpoints(StudyEndpoints(endpoints=["OS", "PFS3", "OS"], endpoint=[own])))
    assert len(said) == 4
    assert said[0].startswith("study.endpoints: there is no endpoint PFS3") and "did you mean PFS" in said[0]
    assert said[1] == "study.endpoints: OS is named twice"
    assert said[2].startswith("study.endpoint PFS: there is another endpoint of this name")
    assert "events names progresion" in said[3] and "progression" in said[3].split("progresion")[1]
