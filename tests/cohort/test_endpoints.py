"""An endpoint is rows: its start, events, censorings and ends; a study takes those that are listed, or draws its own."""

from pipelines.gate.self_test.example_settings import STUDY
from pipelines.settings.endpoint_names import wrong_names_of_endpoints
from pipelines.settings.study_arms import Arm
from pipelines.settings.study_endpoints import OwnEndpoint, StudyEndpoints
from pipelines.warehouse.study_tables import fill_study_tables
from tests.warehouse_of import both, build_again, build_up_to, day, findings_of, haic_patient, later, merged, open_drawn, reads, rows_of

TIMES = 'select patient_id, parameter, "days", is_event, event_description from cohort.time_to_event order by row_key'
CONTACT = "Last contact alive"
EVERYBODY = [Arm(name="everybody", label="All patients")]


def times(*patients, endpoints=(), own=(), **settings):
    """Return the times of the drawn patients under a study with these endpoints, and hold that no rule speaks of them."""
    connection = open_drawn(settings=settings, **merged(*patients))
    fill_study_tables(connection, STUDY.model_copy(update={"arms": EVERYBODY, "endpoints": list(endpoints), "endpoint": list(own)}))
    build_up_to(connection, "time_to_event")
    for rule in ("TE-001", "TE-002", "TE-003", "CC-009"):
        assert findings_of(connection, "time_to_event", rule) == []
    found = {}
    for patient, parameter, *answer in connection.execute(TIMES).fetchall():
        found.setdefault(patient, {})[parameter] = tuple(answer)
    return found


def given(patient, drug, offset, route):
    row = {"patient_id": patient, "route": route, "drug": drug, "dose_mg": 8.0, "administration_date": day(offset)}
    return {"drug_administrations": [row]}


def two_lines(patient):
    """Return a patient with sorafenib from day 90 on, PD of HAIC on day 80, PD under sorafenib on day 150, dead on day 300."""
    return merged(
        haic_patient(patient, death=300),
        reads(patient, (40, 1, both("SD")), (80, 2, both("PD")), (150, 3, both("PD"))),
        given(patient, "SORAFENIB", 90, "ORAL"),
    )


def test_without_names_a_study_has_the_endpoints_of_the_paper():
    found = times(two_lines("P1"))["P1"]
    assert set(found) == {"OS", "PFS", "TTP"}  # TTP has columns in cohort.patients
    assert (found["OS"], found["PFS"]) == ((300, True, "Death"), (80, True, "Progression"))


def test_progression_on_the_next_therapy():
    found = times(
        two_lines("second"),
        merged(haic_patient("no second"), reads("no second", (80, 1, both("PD")))),
        merged(
            haic_patient("on its day"),
            reads("on its day", (80, 1, both("PD"))),
            given("on its day", "SORAFENIB", 80, "ORAL"),
        ),
        endpoints=["PFS2"],
    )
    assert {patient: each["PFS2"] for patient, each in found.items()} == {
        "second": (150, True, "Progression on the next therapy"),
        "no second": (200, False, CONTACT),
        "on its day": (200, False, CONTACT),  # that PD was the reason for the next therapy
    }


LAST_SESSION = {
    None: (80, True, "Untreatable progression"),
    80: (80, True, "Untreatable progression"),  # given on the day of the scan, and not again
    81: (150, True, "Untreatable progression"),  # given after the first progression: the second is the untreatable one
    151: (300, True, "Death"),
}


def test_a_progression_is_untreatable_if_the_treatment_was_not_given_again():
    patients = [
        merged(
            haic_patient(f"{last}", death=300),
            reads(f"{last}", (80, 1, both("PD")), (150, 2, both("PD"))),
            *([given(f"{last}", "CISPLATIN", last, "HEPATIC_ARTERY")] if last else []),
        )
        for last in LAST_SESSION
    ]
    found = times(*patients, endpoints=["TTUP"])
    assert {last: found[f"{last}"]["TTUP"] for last in LAST_SESSION} == LAST_SESSION


def test_no_time_starts_before_the_index_day_until_when_everybody_is_known_to_live():
    own = OwnEndpoint(
        name="FROM_SYSTEMIC", label="Survival from the drug", start="first_systemic", events=["death"], censorings=["last_contact"]
    )
    (said,) = wrong_names_of_endpoints(StudyEndpoints(endpoints=["FROM_SYSTEMIC"], endpoint=[own]))
    assert "start names first_systemic" in said and "delayed entry" in said


def test_a_study_draws_an_endpoint_of_its_own():
    own = OwnEndpoint(name="PPS", label="Survival after progression", start="progression", events=["death"], censorings=["last_contact"])
    free = merged(haic_patient("free"), reads("free", (40, 1, both("SD"))))
    found = times(two_lines("progressed"), free, endpoints=["OS", "PPS"], own=[own])
    assert found["progressed"]["PPS"] == (220, True, "Death")  # 300 - 80
    assert "OS" in found["free"] and "PPS" not in found["free"]  # without a progression there is no time after it


CUT_OFF = {  # the day of the patient on which the study is cut: OS, PFS
    79: ((79, False, CONTACT), (79, False, CONTACT)),  # the day before the progression
    80: ((80, False, CONTACT), (80, True, "Progression")),
    299: ((299, False, CONTACT), (80, True, "Progression")),
    300: ((300, True, "Death"), (80, True, "Progression")),
}


def test_what_happened_after_the_data_cut_off_is_not_of_the_study():
    found = times(*(later(300 - cut, two_lines(f"{cut}")) for cut in CUT_OFF), data_cutoff=day(300))
    assert {int(cut): (each["OS"], each["PFS"]) for cut, each in found.items()} == CUT_OFF


KNOWN = {  # the day of the patient on which the study is cut: vital status, days of death, last contact and progression
    79: ("ALIVE", None, 79, None),
    299: ("ALIVE", None, 299, 80),
    300: ("DEAD", 300, 300, 80),
}


def test_a_patient_is_as_known_at_the_data_cut_off():
    def known(connection):
        columns = ("vital_status", "death_date", "last_known_alive_date", "progression_date")
        return {int(cut): state for cut, *state in rows_of(connection, "outcomes", "patient_id", *columns)}

    def on_days(cut, status, *days):
        return [status, *(None if each is None else day(each + 300 - cut) for each in days)]

    drawn = merged(*(later(300 - cut, two_lines(f"{cut}")) for cut in KNOWN))
    connection = open_drawn(settings={"data_cutoff": day(300)}, **drawn)
    build_up_to(connection, "outcomes")
    assert known(connection) == {cut: on_days(cut, *state) for cut, state in KNOWN.items()}
    connection = open_drawn(settings={"data_cutoff": None}, **drawn)
    build_up_to(connection, "outcomes")
    assert known(connection) == {cut: on_days(cut, *KNOWN[300]) for cut in KNOWN}


SEEN_LAST = {  # the last contact, the day of death, and the month in which that lies -> OS at a cut-off on day 100 (2023-04-20)
    "died after it": ((60, 300, None), (100, False, CONTACT)),  # who died later was alive at it
    "died on it": ((60, 100, None), (100, True, "Death")),
    "died on the day after": ((60, 101, None), (100, False, CONTACT)),
    "died in the month of it, by the 15th": ((60, None, 81), (95, True, "Death")),
    "died in the month after": ((60, None, 111), (100, False, CONTACT)),
    "lives": ((60, None, None), (60, False, CONTACT)),
}


def test_who_died_after_the_data_cut_off_was_alive_at_it_whenever_seen_last():
    """Censored at the last contact, the dead would leave the curve earlier than the living."""
    patients = []
    for name, ((contact, death, month), _) in SEEN_LAST.items():
        patient = haic_patient(name, last_contact=contact)
        dead = {"vital_status": "DEAD", "death_date": death and day(death), "death_month": month and day(month)}
        patient["follow_up"][0] |= dead if death or month else {}
        patients.append(patient)
    found = times(*patients, data_cutoff=day(100))
    assert {name: each["OS"] for name, each in found.items()} == {name: expected for name, (_, expected) in SEEN_LAST.items()}


def test_a_response_after_the_data_cut_off_does_not_count():
    patients = [(name, merged(haic_patient(name), reads(name, (40, 1, both("SD")), (80, 2, both("PR"))))) for name in ("PR", "SD")]
    connection = open_drawn(settings={"data_cutoff": day(80)}, **merged(*(later(name == "SD", drawn) for name, drawn in patients)))
    build_up_to(connection, "best_responses")
    assert dict(rows_of(connection, "best_responses", "patient_id", "best_response")) == {"PR": "PR", "SD": "SD"}
    build_again(connection, "best_responses", data_cutoff=None)
    assert dict(rows_of(connection, "best_responses", "patient_id", "best_response")) == {"PR": "PR", "SD": "PR"}


def test_follow_up_may_be_cut_at_a_month():
    connection = open_drawn(settings={"days_per_month": 30.0}, **two_lines("P1"))
    build_up_to(connection, "time_to_event")
    for months, overall in (
        (9, (270, False, "Administrative censoring")),  # 9 · 30 days: pmin(300, 270)
        (9.99, (299, False, "Administrative censoring")),
        (10, (300, True, "Death")),  # on the last day
        (None, (300, True, "Death")),
    ):
        build_again(connection, "time_to_event", administrative_censoring_months=months)
        found = {parameter: tuple(answer) for _, parameter, *answer in connection.execute(TIMES).fetchall()}
        assert (found["OS"], found["PFS"]) == (overall, (80, True, "Progression"))


def test_a_name_that_nobody_defines_is_named_with_the_nearest():
    own = OwnEndpoint(name="PFS", label="x", events=["progresion"], censorings=["last_contact"])
    said = list(wrong_names_of_endpoints(StudyEndpoints(endpoints=["OS", "PFS3", "OS"], endpoint=[own])))
    assert len(said) == 4
    assert said[0].startswith("study.endpoints: there is no endpoint PFS3") and "did you mean PFS" in said[0]
    assert said[1] == "study.endpoints: OS is named twice"
    assert said[2].startswith("study.endpoint PFS: there is another endpoint of this name")
    assert "events names progresion" in said[3] and "progression" in said[3].split("progresion")[1]
