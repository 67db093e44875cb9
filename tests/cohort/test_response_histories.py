"""The sequence of a patient's responses: which exams count, what is best, what is confirmed; and the questions that they raise."""

import pytest

from tests.warehouse_of import both, build, build_again, day, findings_of, haic_patient, merged, open_drawn, reads, rows_of

EXAMS = (
    "baseline_reads",
    "measured_lesions",
    "incomplete_readers",
    "new_lesions",
    "lesion_origins",
    "late_targets",
    "lesion_sums",
    "target_sums",
    "read_responses",
    "treatment_rows",
    "treatments",
    "index_dates",
    "therapy_lines",
    "later_therapies",
    "reader_votes",
    "exam_opinions",
    "exam_responses",
    "response_histories",
)


def history(*exams, **settings):
    therapy = settings.pop("therapy", None)
    drawn = merged(haic_patient("P1"), reads("P1", *((offset, 1, both(response)) for offset, response in exams)))
    if therapy is not None:
        drawn["procedures"] = [{"procedure": "TACE", "procedure_date": day(therapy)}]
    connection = open_drawn(settings=settings, **drawn)
    build(connection, *EXAMS, "response_sets", "confirmed_responses", "best_responses")
    return connection


def counted(connection):
    return [
        offset
        for (offset,) in connection.execute(
            f"select exam_date - date '{day(0)}' from cohort.response_histories where is_counted order by exam_date"
        ).fetchall()
    ]


def test_exams_on_or_before_the_index_day_never_count():
    connection = history((-1, "CR"), (0, "CR"), (1, "SD"))
    assert counted(connection) == [1]
    assert len(findings_of(connection, "exam_responses", "PT-009")) == 2


def test_exams_after_progression_never_count():
    connection = history((50, "SD"), (100, "PD"), (150, "PR"), (200, "PD"))
    assert counted(connection) == [50, 100]
    (key,) = connection.execute("select min(row_key) from accepted.imaging_reads where exam_id = 'HAIC150'").fetchall()[0]
    assert findings_of(connection, "response_histories", "MR-014") == [key]


def test_a_better_response_after_another_therapy_is_no_question():
    assert findings_of(history((50, "PD"), (150, "PR"), therapy=100), "response_histories", "MR-014") == []
    assert len(findings_of(history((50, "PD"), (150, "PR"), therapy=150), "response_histories", "MR-014")) == 1  # on the day: not yet


@pytest.mark.parametrize(("policy", "days"), [("ignore", [50, 100, 150]), ("censor", [50, 100])])
def test_new_therapy_cuts_where_it_shall(policy, days):
    assert counted(history((50, "SD"), (100, "SD"), (150, "CR"), therapy=100, new_therapy=policy)) == days


def test_partial_after_complete_response_is_asked_about():
    connection = histories({"asked": [(50, "CR"), (100, "SD"), (150, "PR")], "not asked": [(50, "PR"), (100, "CR")]})
    (key,) = findings_of(connection, "response_histories", "MR-013")
    assert connection.execute("select patient_id from accepted.imaging_reads where row_key = ?", [key]).fetchall() == [("asked",)]


def histories(exams, **settings):
    """Return a warehouse with the best responses of patients drawn as {patient: exams}."""
    read_by_both = [reads(patient, *((offset, 1, both(response)) for offset, response in each)) for patient, each in exams.items()]
    connection = open_drawn(settings=settings, **merged(*map(haic_patient, exams), *read_by_both))
    build(connection, *EXAMS, "response_sets", "confirmed_responses", "best_responses")
    return connection


def test_confirmation_needs_28_days():
    connection = histories({f"{later}": [(50, "PR"), (later, "PR")] for later in (77, 78, 79)})
    assert rows_of(connection, "best_responses", "patient_id", "best_response", "confirmed_best_response", "confirmed_response_date") == [
        ("77", "PR", "SD", None),
        ("78", "PR", "PR", day(50)),  # the first of the two exams, not the confirming one
        ("79", "PR", "PR", day(50)),
    ]


BETWEEN = {  # what lies between two exams of PR: whether it is confirmed as the settings are, with two NE, with one SD
    "NE": (True, True, True),
    "NE NE": (False, True, False),
    "SD": (False, False, True),
    "SD SD": (False, False, False),
    "ND": (False, False, False),
}


def test_what_may_lie_between():
    connection = histories(
        {
            between: [(50, "PR"), *((50 + 5 * number, response) for number, response in enumerate(between.split(), start=1)), (100, "PR")]
            for between in BETWEEN
        }
    )
    found = []
    for settings in ({"max_ne": 1}, {"max_ne": 2}, {"max_ne": 1, "accept_sd": True}):
        build_again(connection, "best_responses", **settings)
        found.append(dict(rows_of(connection, "best_responses", "patient_id", "has_confirmed_response")))
    assert {between: tuple(each[between] for each in found) for between in BETWEEN} == BETWEEN


def test_stable_disease_may_need_time():
    connection = histories({f"{offset}": [(offset, "SD")] for offset in (41, 42, 43)}, sd_min_days=42)
    assert dict(rows_of(connection, "best_responses", "patient_id", "best_response")) == {"41": "NE", "42": "SD", "43": "SD"}


def test_worst_of_two_exams_of_a_day():
    drawn = merged(haic_patient("P1"), reads("P1", (50, 1, both("PR"))), reads("P1", (50, 1, both("SD"))))
    for row in drawn["imaging_reads"][2:]:
        row["exam_id"] = "second"
    connection = open_drawn(**drawn)
    build(connection, *EXAMS, "response_sets", "confirmed_responses", "best_responses")
    assert rows_of(connection, "best_responses", "best_response", "exam_count") == [("SD", 1)]
