"""Thousands of drawn histories: the SQL's responses equal those of a plain Python reading of mRECIST.

`HISTORIES=100000 pytest tests/cohort/test_random_histories.py` draws more of them.
"""

import os
import random

import pytest

from tests.cohort.mrecist_in_python import best_responses, derived_responses
from tests.warehouse_of import build, day, open_drawn

HISTORIES = int(os.environ.get("HISTORIES", "2000"))
FACTORS = (0, 0, 0.5, 0.69, 0.7, 0.71, 0.84, 0.9, 1, 1, 1.1, 1.19, 1.2, 1.21)  # at, below and above the limits of 30 % and 20 %


def draw_history(random_):
    targets = random_.choice((0, 1, 1, 2, 3))
    non_targets = random_.choice((0, 0, 1, 2)) if targets else random_.choice((1, 2))
    baseline = {
        "day": -3,
        "targets": [random_.choice((10, 20, 40, 50, 100)) for _ in range(targets)],
        "non_targets": [True] * non_targets,
        "new": False,
    }
    exams, last = [baseline], 0
    for _ in range(random_.randint(0, 6)):
        last += random_.choice((14, 27, 28, 29, 56))
        factor, before = random_.choice(FACTORS), exams[-1]["targets"]
        exams.append(
            {
                "day": last,
                "targets": [
                    None if random_.random() < 0.04 else round((before[place] if before[place] is not None else mm) * factor, 3)
                    for place, mm in enumerate(baseline["targets"])
                ],
                "non_targets": [random_.choices((True, False, None), (6, 5, 1))[0] for _ in range(non_targets)],
                "new": random_.random() < 0.04,
            }
        )
    return {"exams": exams}


def rows_of_history(patient, history, reader):
    for number, exam in enumerate(history["exams"]):
        key = {"patient_id": patient, "exam_id": f"E{number}", "reader_id": reader, "exam_date": day(exam["day"])}
        yield "imaging_reads", {**key, "row_key": f"{patient}{number}{reader}", "course": "HAIC", "timepoint": number}
        for place, mm in enumerate(exam["targets"]):
            yield "lesions", {**key, "row_key": "", "lesion_id": f"T{place}", "role": "TARGET", "viable_mm": mm}
        for place, enhancing in enumerate(exam["non_targets"]):
            lesion = {"lesion_id": f"NT{place}", "role": "NONTARGET", "has_arterial_enhancement": enhancing}
            yield "lesions", {**key, "row_key": "", **lesion}
        if exam["new"]:
            yield "lesions", {**key, "row_key": "", "lesion_id": "N1", "role": "NEW", "viable_mm": 12.0}


@pytest.mark.slow
def test_sql_equals_plain_python_on_drawn_histories():
    random_ = random.Random(20221)
    histories = {f"P{number:06d}": draw_history(random_) for number in range(HISTORIES)}
    drawn = {"imaging_reads": [], "lesions": [], "drug_administrations": []}
    for patient, history in histories.items():
        for reader in ("R1", "R2"):
            for table, row in rows_of_history(patient, history, reader):
                drawn[table].append(row)
        drawn["drug_administrations"].append({"patient_id": patient, "regimen": "HAIC", "drug": "CISPLATIN", "administration_date": day(0)})
    connection = open_drawn(**drawn)
    build(
        connection,
        *("index_dates", "new_therapies", "baseline_reads", "lesion_sums", "target_sums", "read_responses", "reader_votes"),
        *("exam_opinions", "exam_responses", "response_histories", "confirmed_responses", "best_responses", "progressions"),
    )
    by_exam = {
        (patient, exam): (decided_by, response)
        for patient, exam, decided_by, response in connection.execute(
            "select patient_id, exam_id, decided_by, response from cohort.exam_responses"
        ).fetchall()
    }
    by_patient = {
        patient: (best, confirmed, progressed)
        for patient, best, confirmed, progressed in connection.execute(
            f"select patient_id, best_response, confirmed_best_response, progression_date - date '{day(0)}' "
            "from cohort.best_responses left join cohort.progressions using (patient_id)"
        ).fetchall()
    }
    connection.close()
    expected_exams, expected_patients = {}, {}
    for patient, history in histories.items():
        responses = derived_responses(history)
        days = [exam["day"] for exam in history["exams"][1:]]
        expected_exams |= {(patient, f"E{number}"): ("consensus", response) for number, response in enumerate(responses, start=1)}
        expected_patients[patient] = best_responses(responses, days)
    assert {key: (by_exam[key], value) for key, value in expected_exams.items() if by_exam[key] != value} == {}
    assert len(by_exam) == len(expected_exams)
    assert {key: (by_patient[key], value) for key, value in expected_patients.items() if by_patient[key] != value} == {}
    assert {response for _, response in expected_exams.values()} == {"CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE"}
