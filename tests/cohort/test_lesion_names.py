"""Lesions that split, merge, become too small to measure, or come late: what is followed is the tumour, whatever its name.

RECIST 1.1: the diameters of the parts of a lesion that split are added; of lesions that merged the one diameter counts; one too small to
measure is 5 mm (4.3.2). CDISC names: T04.1 split from T04 (C96642), T02/T03 merged from both (C94525), the role stays TARGET.
"""

import pytest

from schemas.examples.settings import STUDY
from tests.cohort.test_response_criteria import READERS, lesion, read
from tests.warehouse_of import build_up_to, day, findings_of, open_drawn

# The lesions of each exam, baseline first, drawn as {name: mm}; then the sum and the target response at each exam after it.
FOLLOWED = {
    "split: 20 + 20 = 40 of 60, -33.3 %": ([{"T1": 60}, {"T1.1": 20, "T1.2": 20}], [(40, "PR")]),
    "a part splits again": ([{"T1": 60}, {"T1.1.1": 10, "T1.1.2": 10, "T1.2": 20}], [(40, "PR")]),
    "merged: 50 of 60, then +60 % of 50": ([{"T1": 30, "T2": 30}, {"T1/T2": 50}, {"T1/T2": 80}], [(50, "SD"), (80, "PD")]),
    "the number alone after the slash": ([{"T1": 30, "T2": 30}, {"T1/2": 50}], [(50, "SD")]),
    "two of three merged": ([{"T1": 30, "T2": 30, "T3": 40}, {"T1/T2": 20, "T3": 40}], [(60, "PR")]),
    "a part is not measured: not evaluable": ([{"T1": 60}, {"T1.1": 20, "T1.2": None}], [(20, "NE")]),
    "what it split from stands there too: the parts are not counted again": (
        [{"T1": 60}, {"T1": 50, "T1.1": 20, "T1.2": 20}],
        [(50, "SD")],
    ),
    "what merged stands there too": ([{"T1": 30, "T2": 30}, {"T1": 20, "T2": 20, "T1/T2": 50}], [(40, "PR")]),
    "a name with a point of its own is no part": ([{"S8": 30, "S8.1": 30}, {"S8": None, "S8.1": 20}], [(20, "NE")]),
    "a name with a slash of its own": ([{"A/B": 30}, {"A/B": 20}], [(20, "PR")]),
    "another tumour is none of it": ([{"T1": 60}, {"T1": 60, "T12": 30, "T2.1": 30}], [(60, "SD")]),
    "too small to measure: 5 mm of 50": ([{"T1": 50}, {"T1": "too small"}], [(5, "PR")]),
    "as one below 5 mm": ([{"T1": 50}, {"T1": "<5"}], [(5, "PR")]),
    "one below 10 mm is not measured": ([{"T1": 50}, {"T1": "<10"}], [(None, "NE")]),
    "measured below 5 mm keeps its value": ([{"T1": 50}, {"T1": 3}], [(3, "PR")]),
    "5 mm is no growth after 5 mm": ([{"T1": 50}, {"T1": "too small"}, {"T1": 5}], [(5, "PR"), (5, "PR")]),
    "a target of 0 mm at baseline is none to follow": ([{"T1": 0}, {"T1": 20}], [(20, "NE")]),
    "one of 0 mm beside another: growth is growth of the sum": ([{"T1": 50, "T2": 0}, {"T1": 50, "T2": 10}], [(60, "PD")]),
}
BELOW = {"too small": 0.0, "<5": 5.0, "<10": 10.0}


def rows_of(patient, place, sizes):
    for name, size in sizes.items():
        measured = size if not isinstance(size, str) else None
        below = BELOW.get(size) if isinstance(size, str) else None
        yield lesion(f"E{place}", name, measured, measured, patient=patient) | {
            "viable_below_mm": below,
            "total_below_mm": below,
            "exam_date": day(-3 + 50 * place),
        }


def opened(cases, *tables, extra=None):
    drawn = {"imaging_reads": [], "lesions": []}
    for patient, exams in cases.items():
        drawn["imaging_reads"] += [read(-3 + 50 * place, place, patient=patient) for place, _ in enumerate(exams)]
        drawn["lesions"] += [row for place, sizes in enumerate(exams) for row in rows_of(patient, place, sizes)]
    for row in drawn["lesions"]:
        row |= (extra or {}).get((row["patient_id"], row["lesion_id"]), {})
    connection = open_drawn(readers=READERS, study=STUDY, **drawn)
    build_up_to(connection, "read_responses", *tables)
    return connection


def found_of(connection, patient, *columns):
    query = f"select {', '.join(columns)} from cohort.read_responses where patient_id = ? order by timepoint"
    return connection.execute(query, [patient]).fetchall()


@pytest.fixture(scope="module")
def followed():
    return opened({case: exams for case, (exams, _) in FOLLOWED.items()})


@pytest.mark.parametrize("case", FOLLOWED)
def test_what_is_followed_is_the_tumour(followed, case):
    assert found_of(followed, case, "derived_sum_mm", "derived_target_response") == FOLLOWED[case][1]


def test_a_lesion_says_what_it_split_from_and_what_merged_into_it():
    extra = {
        ("P1", "A"): {"split_from": "T1"},
        ("P1", "B"): {"split_from": "T1"},
        ("P2", "T1"): {"merged_with": "T2"},
        ("P3", "C"): {"merged_with": "T1/T2"},
    }
    drawn = {
        "P1": [{"T1": 60}, {"A": 20, "B": 20}],
        "P2": [{"T1": 30, "T2": 30}, {"T1": 50}],
        "P3": [{"T1": 30, "T2": 30}, {"C": 80}],
    }
    connection = opened(drawn, extra=extra)
    expected = {"P1": (40.0, "PR"), "P2": (50.0, "SD"), "P3": (80.0, "PD")}
    found = {patient: found_of(connection, patient, "derived_sum_mm", "derived_target_response")[0] for patient in drawn}
    assert found == expected


LATE = {  # exams of a patient whose reader chose T1 at the baseline; the overall responses; the exams at which MR-026 and MR-027 ask
    "it stays": ([{"T1": 50}, {"T1": 30, "T3": 20}, {"T1": 30, "T3": 20}], ["PR", "PR"], [1], []),
    "20 -> 45 mm": ([{"T1": 50}, {"T1": 30, "T3": 20}, {"T1": 30, "T3": 45}], ["PR", None], [1], [2]),
    "+19.9 %": ([{"T1": 50}, {"T1": 30, "T3": 100}, {"T1": 30, "T3": 119.9}], ["PR", "PR"], [1], []),
    "+20 %": ([{"T1": 50}, {"T1": 30, "T3": 100}, {"T1": 30, "T3": 120}], ["PR", None], [1], [2]),
    "4.9 mm": ([{"T1": 50}, {"T1": 30, "T3": 20}, {"T1": 30, "T3": 24.9}], ["PR", "PR"], [1], []),
    "5 mm, over the smallest": (
        [{"T1": 50}, {"T1": 30, "T3": 25}, {"T1": 30, "T3": 20}, {"T1": 30, "T3": 25}],
        ["PR", "PR", None],
        [1],
        [3],
    ),
    "the targets have grown, too": ([{"T1": 50}, {"T1": 30, "T3": 20}, {"T1": 36, "T3": 45}], ["PR", "PD"], [1], [2]),
    "it split from a target": ([{"T1": 50}, {"T1.1": 20, "T1.2": 10}, {"T1.1": 20, "T1.2": 15}], ["PR", "PR"], [], []),
}


@pytest.fixture(scope="module")
def late():
    connection = opened({case: exams for case, (exams, *_) in LATE.items()}, "late_targets")
    rows = connection.sql("select row_key, exam_id from accepted.lesions").fetchall()
    exams = dict(rows)
    asked = {
        rule: {
            (patient, exams[key])
            for patient, key in connection.sql("select patient_id, source_row_key from cohort.late_targets").fetchall()
            if key in findings_of(connection, "late_targets", rule)
        }
        for rule in ("MR-026", "MR-027")
    }
    return connection, asked


@pytest.mark.parametrize("case", LATE)
def test_a_target_that_the_baseline_lacks_is_asked_about_and_suspect_when_it_grows(late, case):
    connection, asked = late
    _, responses, first, grown = LATE[case]
    assert [response for (response,) in found_of(connection, case, "derived_overall_response")] == responses
    for rule, places in (("MR-026", first), ("MR-027", grown)):
        assert {exam for patient, exam in asked[rule] if patient == case} == {f"E{place}" for place in places}, rule


def test_without_disease_at_baseline_there_is_nothing_to_respond():
    rows = [read(-3, 0), read(50, 1, target_response="NA", non_target_response="NA", has_new_lesion=False, overall_response="NE")]
    connection = open_drawn(readers=READERS, imaging_reads=rows)
    build_up_to(connection, "exam_responses")
    assert connection.sql("select overall_response_by_recorded_parts from cohort.read_responses").fetchall() == [("NED",)]
    assert connection.sql("select response from cohort.exam_responses").fetchall() == [("NE",)]
    assert findings_of(connection, "read_responses", "MR-008") == []
