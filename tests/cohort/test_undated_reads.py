"""Reads with a recorded response and no day: their place by the number of the exam, and what they may and may not change."""

import pytest

from tests.warehouse_of import both, build_up_to, day, haic_patient, merged, open_drawn, reads, rows_of

BASELINE = (-3, 0, both(None))
# exams of the course as (day or None, timepoint, responses); of the undated read of R1: what is known
CASES = {
    "between two": ((BASELINE, (50, 1, both("SD")), (None, 2, {"R1": "PR"}), (150, 3, both("SD"))), (50, 150, True, True)),
    "after the baseline alone": ((BASELINE, (None, 1, {"R1": "PR"})), (-3, None, True, True)),
    "before all that have a day": (((None, 1, {"R1": "PR"}), (90, 2, both("SD"))), (None, 90, True, True)),
    "alone": (((None, 1, {"R1": "PR"}),), (None, None, True, True)),
    "another exam has its number": ((BASELINE, (50, 1, both("SD")), (None, 1, {"R1": "PR"})), (-3, None, False, False)),
    "after his progression": ((BASELINE, (50, 1, both("PD")), (None, 2, {"R1": "PR"})), (50, None, True, False)),
    "after the other's progression": ((BASELINE, (50, 1, {"R1": "SD", "R2": "PD"}), (None, 2, {"R1": "PR"})), (50, None, True, True)),
    "a progression on the index day is none": ((BASELINE, (0, 1, both("PD")), (None, 2, {"R1": "PR"})), (0, None, True, True)),
    "before the index day": (((None, 1, {"R1": "PR"}), (0, 2, both("SD")), (90, 3, both("SD"))), (None, 0, True, False)),
    "dates against the numbers": (((90, 1, both("SD")), (None, 2, {"R1": "PR"}), (50, 3, both("SD"))), (90, 50, False, False)),
}


def drawn(name, exams):
    """Return the reads of a patient; an exam without a day has its place in its number."""
    dated = reads(name, *((offset, place, said) for offset, place, said in exams if offset is not None))
    undated = reads(name, *((place, place, said) for offset, place, said in exams if offset is None))
    for row in undated["imaging_reads"]:
        row |= {"exam_date": None, "exam_id": f"undated {row['timepoint']}", "is_unscheduled": False}
    for row in dated["imaging_reads"]:
        row["is_unscheduled"] = False
    return merged(dated, undated)


@pytest.fixture(scope="module")
def connection():
    patients = [merged(haic_patient(name, last_contact=300), drawn(name, exams)) for name, (exams, _) in CASES.items()]
    unscheduled = drawn("unscheduled", (BASELINE, (None, 1, {"R1": "PR"})))
    unscheduled["imaging_reads"][-1]["is_unscheduled"] = True
    other = drawn("another course", (BASELINE, (None, 1, {"R1": "PR"})))
    other["imaging_reads"][-1]["course"] = "ATE_BEVA"
    shared = drawn("his colleague has the day", (BASELINE, (50, 1, {"R2": "SD"}), (None, 1, {"R1": "PR"})))
    shared["imaging_reads"][-1]["exam_id"] = "HAIC50"
    progressed = drawn("progression without a day", (BASELINE, (50, 1, both("SD")), (None, 2, {"R1": "PD"})))
    late = drawn("progression behind one with a day", (BASELINE, (50, 1, both("PD")), (None, 2, {"R1": "PD"})))
    for rows in (unscheduled, other, shared, progressed, late):
        patients.append(merged(haic_patient(rows["imaging_reads"][0]["patient_id"], last_contact=300), rows))
    connection = open_drawn(**merged(*patients))
    build_up_to(connection, "undated_reads", "quarantined_patients", "first_assessments", "outcomes")
    return connection


PLACED = {
    **{name: expected for name, (_, expected) in CASES.items()},
    "unscheduled": (-3, None, False, False),
    "another course": (None, None, True, False),
    "his colleague has the day": (50, 50, True, True),
    "progression without a day": (50, None, True, True),
    "progression behind one with a day": (50, None, True, False),
}


def test_the_number_of_the_exam_gives_the_order(connection):
    """RECIST 1.1: the best response is from all assessments up to progression; a response has the day of its exam (admiralonco, ADT)."""

    def on(offset):
        return None if offset is None else day(offset)

    found = rows_of(connection, "undated_reads", "patient_id", "after_date", "before_date", "is_order_known", "is_counted")
    assert {name: tuple(rest) for name, *rest in found} == {
        name: (on(after), on(before), *flags) for name, (after, before, *flags) in PLACED.items()
    }


def test_no_date_and_no_best_response_of_the_patient_comes_of_them(connection):
    best = {row[0]: row[1:] for row in rows_of(connection, "outcomes", "patient_id", "best_response", "progression_date", "pfs_event")}
    assert best["between two"] == ("SD", None, False)
    assert best["after the baseline alone"] == best["alone"] == ("NE", None, False)
    assert best["after his progression"] == ("PD", day(50), True)
    assert best["his colleague has the day"] == ("NE", None, False)  # one of two readers alone decides nothing


def test_who_is_not_assessed_but_for_one_has_the_reason_and_counts_among_the_bounds(connection):
    reasons = dict(rows_of(connection, "first_assessments", "patient_id", "no_assessment_reason"))
    assert reasons["alone"] == "undated read" and reasons["between two"] is None
    waiting = {row[0]: row[1:] for row in rows_of(connection, "quarantined_patients", "patient_id", "reason", "is_in_cohort")}
    assert waiting["between two"] == ("a read with a response has no day", True)
    assert "another course" not in waiting


PARTS = {  # what is recorded without an overall response: target, non-target, new lesion -> the response
    ("PR", None, None): "PR",
    ("PR", "IR/SD", False): "PR",
    ("PR", "PD", False): "PD",
    ("SD", None, True): "PD",
    ("CR", "IR/SD", False): "PR",
    ("CR", "CR", None): "CR",
    ("NE", "CR", False): "NE",
}


def test_parts_of_a_response_without_a_day_are_a_response():
    """Choi 2018, Table A.1: the overall response follows from target, non-target and new lesions."""
    undated = []
    for place, (target, non_target, is_new) in enumerate(PARTS):
        (row,) = drawn(f"P{place}", ((None, 1, {"R1": None}),))["imaging_reads"]
        row |= {"target_response": target, "non_target_response": non_target, "has_new_lesion": is_new}
        undated.append(merged(haic_patient(f"P{place}"), {"imaging_reads": [row]}))
    connection = open_drawn(**merged(*undated))
    build_up_to(connection, "undated_reads")
    assert [response for (response,) in rows_of(connection, "undated_reads", "response")] == list(PARTS.values())


def test_a_progression_before_the_index_day_that_has_no_day_keeps_nobody_waiting():
    exams = {"before it": ((None, 1, {"R1": "PD"}), (0, 2, both("SD"))), "after it": ((None, 1, {"R1": "PD"}), (1, 2, both("SD")))}
    connection = open_drawn(**merged(*(merged(haic_patient(name), drawn(name, each)) for name, each in exams.items())))
    build_up_to(connection, "eligibility")
    assert dict(rows_of(connection, "eligibility", "patient_id", "is_eligible")) == {"before it": True, "after it": False}


def test_a_progression_without_a_day_waits_as_one_in_quarantine_does(connection):
    eligible = dict(rows_of(connection, "eligibility", "patient_id", "is_eligible"))
    assert not eligible["progression without a day"] and eligible["progression behind one with a day"] and eligible["between two"]


def test_lesions_of_an_exam_without_a_day_silence_no_dated_exam():
    drawn_reads = drawn("P1", (BASELINE, (50, 1, both("SD")), (None, 2, {"R1": "PR"})))
    connection = open_drawn(**merged(haic_patient("P1"), drawn_reads))
    for exam in ("undated 2", "of no read"):
        connection.execute("delete from reference.quarantined_rows")
        connection.execute(
            "insert into reference.quarantined_rows (table_name, row_key, patient_id, exam_id, reader_id) "
            "values ('lesions', 'k', 'P1', ?, 'R1')",
            [exam],
        )
        build_up_to(connection, "incomplete_readers")
        readers = rows_of(connection, "incomplete_readers", "reader_id")
        assert readers == ([] if exam == "undated 2" else [("R1",)])
