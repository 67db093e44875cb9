"""Thousands of drawn histories: the SQL's responses equal those of a plain Python reading of mRECIST, and of RECIST 1.1 beside it.

`HISTORIES=100000 pytest -s tests/laws/test_random_histories.py` draws more of them, and prints how many there were of each kind.
"""

import os
import random
import time
from collections import Counter

import pytest

from schemas.examples.settings import STUDY
from tests.cohort.best_responses_in_python import best_responses
from tests.cohort.mrecist_in_python import MRECIST, RECIST, decided_responses, derived_responses, new_lesions
from tests.cohort.undated_reads_in_python import place_of
from tests.laws.drawn_histories import RESPONSES, draw_history
from tests.warehouse_of import INTO_HEPATIC_ARTERY, build_up_to, day, open_drawn

HISTORIES = int(os.environ.get("HISTORIES", "2000"))
AT_ONCE = 5000
PRIMARY = "mRECIST"
CRITERIA = {PRIMARY: MRECIST, "RECIST 1.1": RECIST}
DIAMETERS = {"viable": "viable", "total": "total", "axis": "short_axis"}
# Of each of these there must be some, or the comparison says little.
KINDS = (
    *("node", "node, LYMPH_NODE_PORTA", "node, OTHER", "node with a short axis", "non-target node", "baseline target of 0 mm"),
    *("too small to measure", "late target", "split", "split, said", "merge", "merge, said"),
    *("new lesion", "new LIVER", "new LUNG", "new NODE", "new EFFUSION"),
    *(f"a new lesion is {state} by {criterion}" for criterion in CRITERIA for state in ("yes", "no", "equivocal", "recorded")),
    "a new lesion is later by mRECIST",
    *("an undated read counts", "an undated read does not count", "the order of an undated read is not known"),
)


def rows_of_history(patient, history):
    for course, exams in history.items():
        for exam in exams:
            for reader, read in exam["reads"].items():
                exam_id = f"{course}{exam['timepoint']:02}"  # of one day, the exam numbers give the order
                key = {"patient_id": patient, "exam_id": exam_id, "reader_id": reader, "exam_date": day(exam["day"])}
                yield (
                    "imaging_reads",
                    {
                        **key,
                        "row_key": f"{patient}:{exam_id}:{reader}",
                        "course": course,
                        "timepoint": exam["timepoint"],
                        "is_unscheduled": False,
                        "sum_viable_mm": read["sum"],
                        "sum_total_mm": read["sum_total"],
                        "non_target_response": read["non_target"],
                        "has_new_lesion": read["new"],
                        "overall_response": read["overall"],
                    },
                )
                for lesion in read["lesions"] or ():
                    yield "lesions", {**key, "row_key": f"{patient}:{exam_id}:{reader}:{lesion['id']}", **row_of_lesion(lesion)}


def draw_undated(histories, kinds):
    """Draw, in two of five patients, a read without a day: of an exam that is in the history under another number, or is not."""
    random_ = random.Random(len(histories))
    undated = {}
    for patient, history in histories.items():
        if random_.random() < 0.4:
            read = {"course": random_.choice(list(history)), "reader": random_.choice(("R1", "R2"))}
            timepoint = random_.choice((1, 2, 3, 5, 8))
            if random_.random() < 0.7:  # a number between those of two exams
                for exam in history[read["course"]]:
                    exam["timepoint"] *= 2
                timepoint = 2 * random_.randint(0, 6) + 1
            undated[patient] = read | {"timepoint": timepoint, "response": random_.choice(("CR", "PR", "SD", "PD"))}
            kinds["undated read"] += 1
    return undated


def row_of_undated(patient, read):
    return {
        "row_key": f"{patient}:undated",
        "patient_id": patient,
        "exam_id": "undated",
        "reader_id": read["reader"],
        "course": read["course"],
        "timepoint": read["timepoint"],
        "is_unscheduled": False,
        "overall_response": read["response"],
    }


def row_of_lesion(lesion):
    row = {
        "lesion_id": lesion["id"],
        "lesion_kind": lesion["kind"],
        "has_arterial_enhancement": lesion["enhances"],
        "has_washout": lesion["washout"],
        **{name: lesion[name] for name in ("role", "organ", "cytology", "split_from", "merged_with")},
    }
    for name, column in DIAMETERS.items():
        size = lesion[name]
        is_seen = isinstance(size, str)
        row |= {f"{column}_mm": None if is_seen else size, f"{column}_below_mm": float(size[1:]) if is_seen else None}
    return row


def derived_by_sql(histories, undated, random_):
    """Return the response of each read, the decision of each exam, the best responses of each patient, by criterion first, and the place
    of each undated read."""
    drawn = {"imaging_reads": [], "lesions": [], "drug_administrations": []}
    for patient, history in histories.items():
        for table, row in rows_of_history(patient, history):
            drawn[table].append(row)
        drawn["drug_administrations"].append(
            {"patient_id": patient, **INTO_HEPATIC_ARTERY, "drug": "CISPLATIN", "administration_date": day(0)}
        )
    drawn["imaging_reads"] += [row_of_undated(patient, read) for patient, read in undated.items()]
    for rows in drawn.values():
        random_.shuffle(rows)
    with open_drawn(study=STUDY | {"criteria": list(CRITERIA)}, **drawn) as connection:
        build_up_to(connection, "best_responses", "progressions", "undated_reads")
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
        places = connection.execute(
            f"select patient_id, after_date - date '{day(0)}', before_date - date '{day(0)}', is_order_known, is_counted "
            "from cohort.undated_reads"
        ).fetchall()
    return (
        {tuple(key): answer for *key, answer in reads},
        {row[:4]: row[4:] for row in exams},
        {row[:2]: row[2:] if row[0] == PRIMARY else row[2:4] for row in patients},  # endpoints see progression by the primary criterion
        {row[:1]: row[1:] for row in places},
    )


def derived_by_python(histories, undated, kinds):
    reads, exams, patients, places = {}, {}, {}, {}
    for name, criterion in CRITERIA.items():
        for patient, history in histories.items():
            for course, drawn in history.items():
                decided = decided_responses(drawn, criterion, is_recorded=name == PRIMARY)
                derived = {reader: derived_responses(drawn, reader, criterion) for reader in ("R1", "R2", "ADJ")}
                for reader in ("R1", "R2"):
                    kinds.update(f"a new lesion is {state} by {name}" for state in new_lesions(drawn, reader, criterion).values())
                for place, exam in enumerate(drawn[1:]):
                    exams[name, patient, course, exam["timepoint"]] = decided[place]
                    for reader in exam["reads"]:
                        reads[name, patient, course, exam["timepoint"], reader] = derived[reader][place]
                read = undated.get(patient)
                if name == PRIMARY and read and read["course"] == course:
                    dated = [(exam["day"], exam["timepoint"]) for exam in drawn]
                    places[patient,] = place_of(read, dated, used_responses(drawn, read, derived))
                if course == "HAIC":
                    best = best_responses([response for _, response in decided], [exam["day"] for exam in drawn[1:]])
                    patients[name, patient] = best if name == PRIMARY else best[:2]
    for *_, is_known, counts in places.values():
        kinds["an undated read counts" if counts else "an undated read does not count"] += 1
        kinds["the order of an undated read is not known"] += not is_known
    return reads, exams, patients, places


def used_responses(exams, read, derived):
    """Return the day and response of each of the reader's exams after baseline, as written, or else as derived."""
    pairs = zip(exams[1:], derived[read["reader"]], strict=True)
    own = [(exam["day"], exam["reads"].get(read["reader"]), response) for exam, response in pairs]
    return [(on, said["overall"] or response) for on, said, response in own if said]


@pytest.mark.slow
def test_sql_equals_plain_python_on_drawn_histories():
    random_, begun = random.Random(20221), time.monotonic()
    kinds = Counter()
    compared = [0, 0, 0, 0]
    for first in range(0, HISTORIES, AT_ONCE):
        histories = {f"P{number:06d}": draw_history(random_, kinds) for number in range(first, min(first + AT_ONCE, HISTORIES))}
        undated = draw_undated(histories, kinds)
        found, expected = derived_by_sql(histories, undated, random_), derived_by_python(histories, undated, kinds)
        for place, (by_sql, by_python) in enumerate(zip(found, expected, strict=True)):
            differing = {key: (by_sql.get(key, "absent"), value) for key, value in by_python.items() if by_sql.get(key, "absent") != value}
            assert differing == {}, [(key, differing[key], histories[key[min(1, len(key) - 1)]]) for key in sorted(differing, key=str)[:1]]
            assert by_sql.keys() == by_python.keys()
            compared[place] += len(by_python)
        kinds.update(f"by {key[0]} {response}" for key, response in expected[0].items())
        kinds.update(decided_by for decided_by, _ in expected[1].values())
        kinds.update(f"best {best}, confirmed {confirmed}" for best, confirmed, *_ in expected[2].values())
    print(
        f"\n{HISTORIES:,} histories: {compared[0]:,} reads, {compared[1]:,} exams, {compared[2]:,} patients, {compared[3]:,} undated "
        f"reads agree ({time.monotonic() - begun:.0f} s)"
    )
    print("\n".join(f"{count:>9,} {kind}" for kind, count in sorted(kinds.items(), key=str)))
    assert set(KINDS) <= kinds.keys()
    assert {"consensus", "adjudicator", "none"} <= kinds.keys()
    answers = (*(response for response in RESPONSES if response != "ND"), None)
    assert {f"by {criterion} {response}" for criterion in CRITERIA for response in answers} <= kinds.keys()
    assert {"best PR, confirmed SD", "best PR, confirmed PR", "best CR, confirmed CR", "best CR, confirmed SD"} <= kinds.keys()
    assert {"best MISSING, confirmed MISSING", "best NE, confirmed NE", "best ND, confirmed ND"} <= kinds.keys()
