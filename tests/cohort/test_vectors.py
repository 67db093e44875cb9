"""The published test cases of admiralonco and admiral, run against the SQL: nothing of the registry's own reading is in them."""

import json
from pathlib import Path

import pytest

from schemas.cohort.exam_responses import SCHEMA as EXAM_RESPONSES
from tests.warehouse_of import build, day, findings_of, open_drawn, put, set_variables

GROUPS = {
    group["id"]: group for group in json.loads((Path(__file__).parent.parent / "fixtures" / "vectors.json").read_text("utf-8"))["groups"]
}
SETTING = {"ref_confirm": "confirm_days", "max_nr_ne": "max_ne", "accept_sd": "accept_sd", "ref_start_window": "sd_min_days"}
RESPONSE_GROUPS = ("AO-CR1", "AO-CR2", "AO-CR4", "AO-CB1", "AO-CB2", "AO-CB4", "AO-B1", "AO-B2", "AO-B3", "AO-B4", "AO-CLB", "AO-CLB2")
ANSWER = {
    "confirmed_response": ("confirmed_response_date", "has_confirmed_response"),
    "confirmed_bor": ("confirmed_best_response_date", "confirmed_best_response"),
    "bor": ("best_response_date", "best_response"),
    "response": ("response_date", "has_response"),
    "clinical_benefit": ("disease_control_date", "has_disease_control"),
}


@pytest.fixture(scope="module")
def connection():
    connection = open_drawn()
    yield connection
    connection.close()


def answers(connection, group):
    """Return {subject: [day or None, answer]} from cohort.best_responses in the form of the vectors."""
    date, answer = ANSWER[group["fn"]]
    rows = connection.execute(f"select patient_id, {date} - date '{day(0)}', {answer} from cohort.best_responses").fetchall()
    words = {True: "Y", False: "N"}
    found = {patient: [days, words.get(value, value) if isinstance(value, bool) else value] for patient, days, value in rows}
    if group["params"].get("missing_as_ne"):  # as cohort.outcomes does
        found = {patient: [days, "NE" if value == "MISSING" else value] for patient, (days, value) in found.items()}
    return found


@pytest.mark.parametrize("name", RESPONSE_GROUPS)
def test_best_and_confirmed_response(connection, name):
    """These functions expect their caller to have cut the records, so the histories are written as already counted."""
    group = GROUPS[name]
    params = {SETTING[key]: setting for key, setting in group["params"].items() if key in SETTING}
    set_variables(connection, **{"sd_min_days": 0, **params})
    put(connection, "index_dates", [{"patient_id": subject, "index_date": day(0)} for subject in group["subjects"]])
    put(
        connection,
        "response_histories",
        [
            {
                "row_key": f"{subject}:{days}",
                "patient_id": subject,
                "exam_id": str(days),
                "response": "NE" if response == "NA" else response,
                "exam_date": day(days),
                "is_counted": response is not None and days <= group["first_pd"].get(subject, days),
            }
            for subject, exams in group["subjects"].items()
            for days, response in exams
        ],
    )
    build(connection, "confirmed_responses", "best_responses")
    expected = dict(group["expected"])
    if name == "AO-CLB2":
        expected["07"] = [None, "N"]  # the registry's disease control is CR, PR and SD; the vector's own list has NON-CR/NON-PD too
    assert answers(connection, group) == expected


@pytest.mark.parametrize("name", ["AO-R1", "AO-PD", "AO-CRPR"])
def test_records_are_cut_after_the_first_progression(connection, name):
    """Here the adjudicated exams are written, and the cut is the SQL's own; day 0 of the vectors is an exam after treatment."""
    group = GROUPS[name]
    set_variables(connection)
    put(
        connection,
        "index_dates",
        [{"patient_id": subject, "index_treatment": "HAIC", "index_date": day(-50)} for subject in group["subjects"]],
    )
    put(connection, "new_therapies", [])
    put(
        connection,
        "exam_responses",
        [
            {
                "row_key": f"{subject}:{days}",
                "source_row_key": f"{subject}:{days}",
                "patient_id": subject,
                "course": "HAIC",
                "exam_id": str(days),
                "response": response,
                "timepoint": 1,
                "exam_date": day(days),
            }
            for subject, exams in group["subjects"].items()
            for days, response in exams
        ],
    )
    build(connection, "response_histories", "confirmed_responses", "best_responses")
    if name == "AO-R1":
        expected = {**group["expected"], "3": [None, "N"]}
        assert answers(connection, group) == expected
    elif name == "AO-PD":
        kept = connection.execute("select row_key from cohort.response_histories where is_counted").fetchall()
        assert sorted(key for (key,) in kept) == sorted(
            f"{subject}:{days}" for subject, exams in group["expected"].items() for days, _ in exams
        )
    else:  # the vector lists both records, the finding names the later one
        assert findings_of(connection, "response_histories", "MR-013") == [
            f"{subject}:{exams[-1][0]}" for subject, exams in group["expected"].items() if exams
        ]


def test_a_response_outside_the_list_stops_the_run():
    """AO-CR3: admiralonco aborts on iCR."""
    assert GROUPS["AO-CR3"]["expected"].startswith("ERROR")
    check = EXAM_RESPONSES.columns["response"].checks[0]
    assert "NON-CR/NON-PD" in check.statistics["allowed_values"]
    assert "iCR" not in check.statistics["allowed_values"]


@pytest.mark.parametrize("name", ["A-OS", "A-PFS", "A-TIE", "A-CLAMP"])
def test_time_to_event(connection, name):
    group = GROUPS[name]
    set_variables(connection)
    put(
        connection,
        "time_to_event_candidates",
        [
            {
                "patient_id": subject,
                "parameter": "PFS",
                "kind": kind,
                "description": description,
                "list_no": number,
                "index_date": day(0),
                "candidate_date": day(days),
            }
            for subject, lists in group["subjects"].items()
            for kind, entries in (("event", lists["events"]), ("censoring", lists["censors"]))
            for number, (days, description) in enumerate(entries, start=1)
        ],
    )
    build(connection, "time_to_event")
    found = connection.execute('select patient_id, "days", censoring_code, event_description from cohort.time_to_event').fetchall()
    assert {subject: answer for subject, *answer in found} == group["expected"]


def test_time_to_event_with_an_end_of_observation(connection):
    """A-END; its subject 04, never assessed, has a code of its own there and that of the end of observation here."""
    group = GROUPS["A-END"]
    set_variables(connection)
    put(
        connection,
        "time_to_event_candidates",
        [
            {
                "patient_id": subject,
                "parameter": "PFS",
                "kind": kind,
                "description": description,
                "list_no": number,
                "index_date": day(0),
                "candidate_date": day(days),
            }
            for subject, lists in group["subjects"].items()
            for kind, entries in (
                ("event", [(days, 1, text) for days, text in lists["events"]]),
                ("censoring", [(0, 0, "TREATMENT START"), *((days, 1, text) for days, text in lists["censors"])]),
                ("end", [(days, code - 1, text) for days, code, text in lists["ends"]]),
            )
            for days, number, description in entries
        ],
    )
    build(connection, "time_to_event")
    found = connection.execute(
        'select patient_id, "days", censoring_code, event_description, censoring_description from cohort.time_to_event'
    ).fetchall()
    expected = {**group["expected"], "04": [0, 1, "END OF STUDY", "TREATMENT START"]}
    assert {subject: answer for subject, *answer in found} == expected
