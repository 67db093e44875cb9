"""Thousands of drawn histories: the SQL's responses equal those of a plain Python reading of mRECIST, and of RECIST 1.1 beside it.

`HISTORIES=100000 pytest -s tests/laws/test_random_histories.py` draws more of them. A history has one or two courses, two readers who
often differ, an adjudicator who sometimes reads, lesions or sums alone, new lesions, exams not evaluable or not done, two on one day.
The total diameters go their own way.
"""

import os
import random
import time
from collections import Counter

import pytest

from schemas.examples.settings import STUDY
from tests.cohort.mrecist_in_python import best_responses, by_total_diameters, decided_responses, derived_responses
from tests.warehouse_of import INTO_HEPATIC_ARTERY, build, day, open_drawn

HISTORIES = int(os.environ.get("HISTORIES", "2000"))
AT_ONCE = 5000
FACTORS = (0, 0, 0.5, 0.69, 0.7, 0.71, 0.84, 0.9, 1, 1, 1.1, 1.19, 1.2, 1.21)  # at, below and above the limits of 30 % and 20 %
TOTAL_FACTORS = (0, 0.5, 0.69, 0.7, 0.71, 0.9, 1, 1, 1, 1.1, 1.19, 1.2, 1.21, 1.3)
PRIMARY = "mRECIST"
CRITERIA = {
    PRIMARY: (lambda exams: exams, 0),
    "RECIST 1.1": (by_total_diameters, 5),
}  # how each sees the exams; the growth in mm it asks for
RESPONSES = ("CR", "PR", "SD", "PD", "NE", "ND", "NON-CR/NON-PD")
TABLES = (
    *(
        "treatment_rows",
        "treatments",
        "index_dates",
        "therapy_lines",
        "later_therapies",
        "baseline_reads",
        "measured_lesions",
        "incomplete_readers",
        "new_lesions",
        "lesion_origins",
        "late_targets",
        "lesion_sums",
        "target_sums",
        "read_responses",
        "reader_votes",
    ),
    *("exam_opinions", "exam_responses", "response_histories", "response_sets", "confirmed_responses", "best_responses", "progressions"),
)


def draw_history(random_):
    """Draw a patient: a course of HAIC, and sometimes one of ate-beva before it with a baseline of its own."""
    history = {"HAIC": draw_course(random_, -3, random_.choice((-1, 0, 14, 14, 27, 28, 28, 56)))}
    if random_.random() < 0.3:
        history["ATE_BEVA"] = draw_course(random_, -300, -250)
    return history


def draw_course(random_, baseline_day, first_day):
    lesions = {reader: random_.random() < 0.8 for reader in ("R1", "R2")}  # the others send sums alone
    targets = random_.choice((0, 1, 1, 2, 3))
    non_targets = random_.choice((0, 0, 1, 2)) if targets else random_.choice((1, 2))
    size = {reader: [random_.choice((10, 20, 40, 50, 100)) for _ in range(targets)] for reader in lesions}
    if random_.random() < 0.6:
        size["R2"] = size["R1"]
    whole = {reader: [mm + random_.choice((0, 0, 5, 20)) for mm in sizes] for reader, sizes in size.items()}
    exams = [{"day": baseline_day, "timepoint": 0, "reads": {}}]
    for reader, sends_lesions in lesions.items():
        drawn = [None if random_.random() < 0.01 else mm for mm in size[reader]]
        totals = [None if random_.random() < 0.02 else mm for mm in whole[reader]]
        exams[0]["reads"][reader] = read_of(sends_lesions, drawn, [True] * non_targets, totals)
    now, last = size, first_day
    for timepoint in range(1, random_.randint(0, 6) + 1):
        exam = {"day": last, "timepoint": timepoint, "reads": {}}
        shared, now = random_.choice(FACTORS), dict(now)
        for reader, sends_lesions in lesions.items():
            factor = shared if random_.random() < 0.8 else random_.choice(FACTORS)
            now[reader] = [round(mm * factor, 3) for mm in now[reader]]
            seen = [None if random_.random() < 0.04 else mm for mm in now[reader]]
            whole[reader] = [round(mm * random_.choice(TOTAL_FACTORS), 3) or random_.choice((0, 3, 5, 8)) for mm in whole[reader]]
            totals = [None if random_.random() < 0.04 else mm for mm in whole[reader]]
            enhancing = [random_.choices((True, False, None), (6, 5, 1))[0] for _ in range(non_targets)]
            if random_.random() < 0.03:  # nothing could be measured
                seen, enhancing, totals = [None] * targets, [None] * non_targets, [None] * targets
            read = read_of(sends_lesions, seen, enhancing, totals, new=random_.random() < 0.04)
            if random_.random() < 0.03:
                read["non_target"] = "PD"
            elif not sends_lesions and random_.random() < 0.5:
                read["non_target"] = random_.choice(("CR", "IR/SD", "NE", "NA"))
            if random_.random() < 0.1:
                read["overall"] = random_.choice(RESPONSES)
            if random_.random() < 0.97:
                exam["reads"][reader] = read
        if random_.random() < 0.3 or not exam["reads"]:
            exam["reads"]["ADJ"] = {**read_of(False, [], [], []), "sum": None, "overall": random_.choice((None, *RESPONSES))}
        exams.append(exam)
        last += random_.choices((0, 14, 27, 28, 29, 56), (1, 5, 5, 5, 5, 5))[0]
        if last <= 0 < exam["day"] + 1:
            last += 1
    return exams


def read_of(sends_lesions, targets, non_targets, totals, new=False):
    viable, whole = (round(sum(sizes), 3) if sizes and None not in sizes else None for sizes in (targets, totals))
    measured = {"targets": targets, "totals": totals, "non_targets": non_targets, "sum": None, "sum_total": None}
    if not sends_lesions:
        measured = {"targets": None, "totals": None, "non_targets": None, "sum": viable, "sum_total": whole}
    return {**measured, "new": new, "non_target": None, "overall": None}


def rows_of_history(patient, history, random_):
    for course, exams in history.items():
        for exam in exams:
            for reader, read in exam["reads"].items():
                exam_id = f"{course}{exam['timepoint']}"
                key = {"patient_id": patient, "exam_id": exam_id, "reader_id": reader, "exam_date": day(exam["day"])}
                yield (
                    "imaging_reads",
                    {
                        **key,
                        "row_key": f"{patient}:{exam_id}:{reader}",
                        "course": course,
                        "timepoint": exam["timepoint"],
                        "sum_viable_mm": read["sum"],
                        "sum_total_mm": read["sum_total"],
                        "non_target_response": read["non_target"],
                        "has_new_lesion": read["new"],
                        "overall_response": read["overall"],
                    },
                )
                for lesion in lesions_of(read, random_, is_baseline=not exam["timepoint"]):
                    yield "lesions", {**key, "row_key": "", **lesion}


def lesions_of(read, random_, *, is_baseline):
    if read["targets"] is None:
        return
    for place, (mm, total) in enumerate(zip(read["targets"], read["totals"], strict=True)):
        is_measured = mm is not None or total is not None
        if is_measured or is_baseline or random_.random() < 0.5:  # not measured: a row without a diameter, or no row
            yield {"lesion_id": f"T{place}", "role": "TARGET", "viable_mm": mm, "total_mm": total}
    for place, enhancing in enumerate(read["non_targets"]):
        if enhancing is not None or random_.random() < 0.5:
            yield {"lesion_id": f"NT{place}", "role": "NONTARGET", "has_arterial_enhancement": enhancing}
    if read["new"]:
        yield {"lesion_id": "N1", "role": "NEW", "viable_mm": 12.0}


def derived_by_sql(histories, random_):
    """Return the response of each read, the decision of each exam, the best responses of each patient, by criterion first."""
    drawn = {"imaging_reads": [], "lesions": [], "drug_administrations": []}
    for patient, history in histories.items():
        for table, row in rows_of_history(patient, history, random_):
            drawn[table].append(row)
        drawn["drug_administrations"].append(
            {"patient_id": patient, **INTO_HEPATIC_ARTERY, "drug": "CISPLATIN", "administration_date": day(0)}
        )
    for rows in drawn.values():
        random_.shuffle(rows)
    with open_drawn(study=STUDY | {"criteria": list(CRITERIA)}, **drawn) as connection:
        build(connection, *TABLES)
        reads = connection.execute(
            "select criterion, patient_id, course, timepoint, reader_id, derived_overall_response from cohort.read_responses"
        ).fetchall()
        exams = connection.execute(
            "select criterion, patient_id, course, timepoint, decided_by, response from cohort.exam_responses"
        ).fetchall()
        patients = connection.execute(
            f"select criterion, patient_id, best_response, confirmed_best_response, progression_date - date '{day(0)}' "
            "from cohort.best_responses left join cohort.progressions using (patient_id)"
        ).fetchall()
    return (
        {tuple(key): answer for *key, answer in reads},
        {row[:4]: row[4:] for row in exams},
        {row[:2]: row[2:] if row[0] == PRIMARY else row[2:4] for row in patients},  # endpoints see progression by the primary criterion
    )


def derived_by_python(histories):
    reads, exams, patients = {}, {}, {}
    for criterion, (sees, least_mm) in CRITERIA.items():
        for patient, history in histories.items():
            for course, drawn in history.items():
                drawn = sees(drawn)
                decided = decided_responses(drawn, least_mm)
                for place, exam in enumerate(drawn[1:]):
                    exams[criterion, patient, course, exam["timepoint"]] = decided[place]
                    for reader in exam["reads"]:
                        derived = derived_responses(drawn, reader, least_mm)[place]
                        reads[criterion, patient, course, exam["timepoint"], reader] = derived
                if course == "HAIC":
                    best = best_responses([response for _, response in decided], [exam["day"] for exam in drawn[1:]])
                    patients[criterion, patient] = best if criterion == PRIMARY else best[:2]
    return reads, exams, patients


@pytest.mark.slow
def test_sql_equals_plain_python_on_drawn_histories():
    random_, begun = random.Random(20221), time.monotonic()
    kinds = Counter()
    compared = [0, 0, 0]
    for first in range(0, HISTORIES, AT_ONCE):
        histories = {f"P{number:06d}": draw_history(random_) for number in range(first, min(first + AT_ONCE, HISTORIES))}
        found, expected = derived_by_sql(histories, random_), derived_by_python(histories)
        for place, (by_sql, by_python) in enumerate(zip(found, expected, strict=True)):
            differing = {key: (by_sql.get(key), value) for key, value in by_python.items() if by_sql.get(key, "absent") != value}
            assert differing == {}, [(key, histories[key[1]]) for key in sorted(differing)[:1]]
            assert by_sql.keys() == by_python.keys()
            compared[place] += len(by_python)
        kinds.update(response for response in expected[0].values())
        kinds.update(decided_by for decided_by, _ in expected[1].values())
        kinds.update(f"best {best}, confirmed {confirmed}" for best, confirmed, *_ in expected[2].values())
        kinds.update(f"by {key[0]} {response}" for key, response in expected[0].items())
    print(
        f"\n{HISTORIES:,} histories: {compared[0]:,} reads, {compared[1]:,} exams, {compared[2]:,} patients agree "
        f"({time.monotonic() - begun:.0f} s)"
    )
    assert {*RESPONSES, None} - {"ND"} <= kinds.keys()
    assert {"consensus", "adjudicator", "none"} <= kinds.keys()
    assert {f"by {criterion} {response}" for criterion in CRITERIA for response in ("CR", "PR", "SD", "PD", "NE", None)} <= kinds.keys()
    assert {"best PR, confirmed SD", "best PR, confirmed PR", "best CR, confirmed CR", "best CR, confirmed SD"} <= kinds.keys()
    assert {"best MISSING, confirmed MISSING", "best NE, confirmed NE", "best ND, confirmed ND"} <= kinds.keys()
