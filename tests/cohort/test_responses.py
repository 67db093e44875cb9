"""Responses of an exam: sums and nadir, readers and adjudicator; and the questions that they raise."""

import pytest

from schemas.examples.settings import STUDY
from tests.warehouse_of import build, build_again, day, findings_of, open_drawn, reads, rows_of

READS = (
    "treatment_rows",
    "index_dates",
    "baseline_reads",
    "measured_lesions",
    "incomplete_readers",
    "new_lesions",
    "lesion_origins",
    "late_targets",
    "lesion_sums",
    "target_sums",
    "read_responses",
)
EXAMS = (
    *READS,
    "treatments",
    "therapy_lines",
    "later_therapies",
    "reader_votes",
    "exam_opinions",
    "exam_responses",
    "response_histories",
)


FIVE_MM = STUDY | {"criterion": "own", "response_criterion": [{"name": "own", "like": "mRECIST", "pd_min_abs_mm": 5.0}]}


def read(offset, timepoint, *, reader="R1", patient="P1", course="HAIC", **more):
    return {
        "patient_id": patient,
        "exam_id": f"{course}{offset}",
        "exam_date": day(offset),
        "reader_id": reader,
        "course": course,
        "timepoint": timepoint,
        **more,
    }


def lesion(offset, name, viable, *, role="TARGET", reader="R1", **more):
    return {"exam_id": f"HAIC{offset}", "reader_id": reader, "lesion_id": name, "role": role, "viable_mm": viable, **more}


def opened(*read_rows, lesions=(), **more):
    connection = open_drawn(imaging_reads=list(read_rows), lesions=list(lesions), **more)
    build(connection, *READS)
    return connection


def test_nadir_is_the_smallest_complete_sum_before_the_exam():
    connection = opened(
        *(read(offset, number) for number, offset in enumerate((-3, 50, 100, 150, 200))),
        lesions=[
            *(lesion(-3, "T1", 60.0), lesion(-3, "T2", 40.0)),  # 100, baseline
            *(lesion(50, "T1", 30.0), lesion(50, "T2", 35.0)),  # 65: -35 %, PR
            *(lesion(100, "T1", 30.0), lesion(100, "T2", None)),  # 30 seen, one target missing: NE, and no nadir
            *(lesion(150, "T1", 40.0), lesion(150, "T2", 37.9)),  # 77.9: +19.85 % of 65, -22.1 % of 100: SD
            *(lesion(200, "T1", 78.0),),  # 78 without T2: already +20 % of 65, PD
        ],
    )
    assert rows_of(connection, "target_sums", "sum_mm", "baseline_mm", "nadir_mm", "missing_target_count") == [
        (100.0, 100.0, None, 0),
        (65.0, 100.0, 100.0, 0),
        (30.0, 100.0, 65.0, 1),
        (77.9, 100.0, 65.0, 0),
        (78.0, 100.0, 65.0, 1),
    ]
    assert [response for (response,) in rows_of(connection, "read_responses", "derived_target_response")] == ["PR", "NE", "SD", "PD"]


def test_a_source_with_sums_and_no_lesions():
    connection = opened(
        read(-3, 0, sum_viable_mm=50.0),
        read(50, 1, sum_viable_mm=35.0, overall_response="PR"),  # -30 %
        read(100, 2, sum_viable_mm=42.0, overall_response="SD"),  # +20 % of 35
        read(150, 3),  # nothing measured
    )
    assert rows_of(connection, "read_responses", "derived_target_response", "derived_non_target_response", "derived_overall_response") == [
        ("PR", "NA", "PR"),
        ("PD", "NA", "PD"),
        ("NE", "NA", "NE"),
    ]
    assert findings_of(connection, "read_responses", "MR-008") == ["imaging_reads-000002"]


def test_courses_have_baselines_of_their_own():
    connection = opened(
        read(-200, 0, course="ATE_BEVA", sum_viable_mm=20.0),
        read(-20, 1, course="ATE_BEVA", sum_viable_mm=40.0),
        read(-3, 0, sum_viable_mm=40.0),
        read(50, 1, sum_viable_mm=28.0),
    )
    assert rows_of(connection, "read_responses", "course", "baseline_mm", "nadir_mm", "derived_target_response") == [
        ("ATE_BEVA", 20.0, 20.0, "PD"),
        ("HAIC", 40.0, 40.0, "PR"),
    ]


def test_non_targets_and_new_lesions():
    base = [lesion(-3, "T1", 50.0), lesion(-3, "NT1", 12.0, role="NONTARGET"), lesion(-3, "NT2", 9.0, role="NONTARGET")]
    connection = opened(
        *(read(offset, number) for number, offset in enumerate((-3, 50, 100, 150))),
        read(200, 4, non_target_response="PD", has_new_lesion=False),
        lesions=[
            *base,
            *(lesion(50, "T1", 0.0), lesion(50, "NT1", 0.0, role="NONTARGET"), lesion(50, "NT2", 8.0, role="NONTARGET")),
            *(lesion(100, "T1", 0.0), lesion(100, "NT1", 0.0, role="NONTARGET")),  # NT2 not seen
            *(lesion(150, "T1", 0.0), lesion(150, "NT1", 0.0, role="NONTARGET")),
            *(lesion(150, "NT2", None, role="NONTARGET", has_arterial_enhancement=False), lesion(150, "N1", 11.0, role="NEW")),
            *(lesion(200, "T1", 0.0), lesion(200, "NT1", 30.0, role="NONTARGET")),  # unequivocal growth is the reader's judgement
        ],
    )
    columns = ("derived_target_response", "derived_non_target_response", "derived_has_new_lesion", "derived_overall_response")
    assert rows_of(connection, "read_responses", *columns) == [
        ("CR", "IR/SD", False, "PR"),
        ("CR", "NE", False, "PR"),
        ("CR", "CR", True, "PD"),
        ("CR", "PD", False, "PD"),
    ]


def test_a_non_target_enhances_where_any_viable_tumour_is_measured():
    drawn = {  # viable mm of the non-target: whether it enhances, its response
        "0 mm": (0.0, 0, "CR"),
        "0.1 mm": (0.1, 1, "IR/SD"),
        "1 mm": (1.0, 1, "IR/SD"),
        "not measured": (None, 0, "NE"),
    }
    connection = opened(
        *(read(offset, number, patient=patient) for patient in drawn for number, offset in enumerate((-3, 50))),
        lesions=[
            {**row, "patient_id": patient}
            for patient, (viable, _, _) in drawn.items()
            for row in (
                *(lesion(-3, "T1", 50.0), lesion(-3, "NT1", 12.0, role="NONTARGET")),
                *(lesion(50, "T1", 0.0), lesion(50, "NT1", viable, role="NONTARGET")),
            )
        ],
    )
    at_the_exam = connection.sql("select patient_id, left_non_target_count from cohort.lesion_sums where exam_id = 'HAIC50'").fetchall()
    assert dict(at_the_exam) == {patient: enhancing for patient, (_, enhancing, _) in drawn.items()}
    found = dict(rows_of(connection, "read_responses", "patient_id", "derived_non_target_response"))
    assert found == {patient: response for patient, (_, _, response) in drawn.items()}


def test_disease_without_targets():
    connection = opened(
        read(-3, 0),
        read(50, 1),
        read(100, 2),
        lesions=[
            lesion(-3, "NT1", 12.0, role="NONTARGET"),
            lesion(50, "NT1", 12.0, role="NONTARGET"),
            lesion(100, "NT1", 0.0, role="NONTARGET"),
        ],
    )
    assert rows_of(connection, "read_responses", "derived_target_response", "derived_overall_response") == [
        ("NA", "NON-CR/NON-PD"),
        ("NA", "CR"),
    ]


RECORDED = [
    # recorded target, non-target, new lesion, overall; sum at the exam (baseline 100); rules that ask
    (("PR", "IR/SD", False, "PR"), 70.0, []),  # -30 %
    (("SD", "IR/SD", False, "SD"), 70.0, ["MR-007"]),  # overall follows from the recorded parts: one fault, one finding
    (("SD", "IR/SD", False, "PR"), 70.0, ["MR-007"]),  # overall follows from the diameters
    (("PR", "IR/SD", False, "SD"), 70.0, ["MR-008"]),
    (("PR", "IR/SD", False, "PD"), 70.0, ["MR-008"]),
    (("PR", "PD", False, "PD"), 70.0, []),
    (("SD", "IR/SD", False, "SD"), 70.1, []),  # -29.9 %
    (("PD", "IR/SD", False, "PD"), 120.0, []),  # +20 %
    (("SD", "IR/SD", False, "SD"), 119.9, []),
    ((None, None, None, None), 70.0, []),  # nothing recorded: nothing to ask
    ((None, None, None, "PR"), 70.0, []),
    ((None, None, None, "SD"), 70.0, ["MR-008"]),
    ((None, None, None, "ND"), 70.0, []),
    (("PR", "IR/SD", True, "PD"), 70.0, []),  # a read without lesion rows: MR-009 has nothing to compare with
]


@pytest.fixture(scope="module")
def recorded():
    rows = []
    for number, ((target, non_target, new, overall), total, _) in enumerate(RECORDED):
        patient = f"P{number:02d}"
        rows.append(read(-3, 0, patient=patient, sum_viable_mm=100.0, row_key=f"{patient}:0"))
        parts = {"target_response": target, "non_target_response": non_target, "has_new_lesion": new, "overall_response": overall}
        rows.append(read(50, 1, patient=patient, sum_viable_mm=total, row_key=f"{patient}:1", **parts))
    return opened(*rows)


@pytest.mark.parametrize("number", range(len(RECORDED)), ids=lambda number: str(RECORDED[number]))
def test_recorded_beside_derived(recorded, number):
    asking = [
        rule for rule in ("MR-007", "MR-008", "MR-009", "CP-009") if f"P{number:02d}:1" in findings_of(recorded, "read_responses", rule)
    ]
    assert asking == RECORDED[number][2]


def test_recorded_sum_beside_derived():
    recorded_sums = {"70": 70.0, "70.5": 70.5, "69.5": 69.5, "70.6": 70.6, "69.4": 69.4, "none": None}
    connection = opened(
        *(read(-3, 0, patient=patient) for patient in recorded_sums),
        *(read(50, 1, patient=patient, row_key=patient, sum_viable_mm=total) for patient, total in recorded_sums.items()),
        lesions=[{**row, "patient_id": patient} for patient in recorded_sums for row in (lesion(-3, "T1", 100.0), lesion(50, "T1", 70.0))],
    )
    assert findings_of(connection, "target_sums", "CC-006") == ["69.4", "70.6"]


def test_the_recorded_sum_of_the_baseline_is_compared_too():
    connection = opened(read(-3, 0, sum_viable_mm=90.0), lesions=[lesion(-3, "T1", 42.0), lesion(-3, "T2", 44.0)])
    assert findings_of(connection, "target_sums", "CC-006") == ["imaging_reads-000000"]
    assert rows_of(connection, "target_sums", "measured_targets", "derived_sum_mm") == [("T1 42 + T2 44", 86.0)]


MISSING_TARGET = [  # recorded target response, overall response, mm of T2, rules that ask
    ("SD", "SD", None, ["CP-009"]),  # 60 mm seen of 100 mm, T2 not measured: not evaluable, one finding and no other
    ("NE", "NE", None, []),
    (None, "NE", None, []),
    (None, "ND", None, []),
    (None, "SD", None, ["CP-009"]),
    (None, None, None, ["CP-009"]),
    ("PR", "PR", 0.0, []),  # T2 measured with nothing left: 60 mm of 100 mm is -40 %
]


def test_a_missing_target_is_one_finding():
    rows, lesions = [], []
    for number, (target, overall, second, _) in enumerate(MISSING_TARGET):
        patient = f"P{number}"
        rows.append(read(-3, 0, patient=patient))
        rows.append(read(50, 1, patient=patient, row_key=patient, target_response=target, overall_response=overall))
        seen = [lesion(50, "T1", 60.0), *([lesion(50, "T2", second)] if second is not None else [])]
        lesions += [{**row, "patient_id": patient} for row in (lesion(-3, "T1", 60.0), lesion(-3, "T2", 40.0), *seen)]
    connection = opened(*rows, lesions=lesions)
    found = {rule: findings_of(connection, "read_responses", rule) for rule in ("MR-007", "MR-008", "CP-009")}
    for number, (*drawn, rules) in enumerate(MISSING_TARGET):
        assert [rule for rule, keys in found.items() if f"P{number}" in keys] == rules, drawn


def test_a_regrowth_below_the_absolute_limit_is_for_the_adjudicator():
    """With RECIST 1.1's 5 mm: 60 mm, nothing, 3 mm. Whether that is progression no arithmetic says; complete response it is not."""
    rows = []
    for recorded in ("PD", "SD", "CR"):
        rows += [read(-3, 0, patient=recorded, sum_viable_mm=60.0), read(50, 1, patient=recorded, sum_viable_mm=0.0)]
        rows.append(read(100, 2, patient=recorded, row_key=recorded, sum_viable_mm=3.0, target_response=recorded))
    connection = opened(*rows, study=FIVE_MM)
    third = "select derived_target_response, derived_overall_response from cohort.read_responses where timepoint = 2"
    assert connection.sql(third).fetchall() == [("REVIEW", None)] * 3
    assert findings_of(connection, "read_responses", "MR-007") == ["CR"]


def test_a_quarantined_lesion_silences_the_comparison_from_its_day_on():
    connection = open_drawn(
        imaging_reads=[read(-3, 0), read(50, 1, target_response="PR", sum_viable_mm=60.0), read(100, 2, target_response="PR")],
        lesions=[lesion(-3, "T1", 60.0), lesion(50, "T1", 60.0), lesion(100, "T1", 60.0)],  # 0 % of 60 mm: SD, and not PR
    )
    connection.execute(
        "insert into reference.quarantined_rows (table_name, row_key, patient_id, event_date) values ('lesions', 'x', 'P1', ?)", [day(100)]
    )
    build(connection, *READS)
    assert findings_of(connection, "read_responses", "MR-007") == ["imaging_reads-000001"]


def test_an_undatable_lesion_of_one_reader_silences_that_reader_and_course_alone():
    both = [read(offset, number, reader=reader, target_response="PR") for reader in ("R1", "R2") for number, offset in ((0, -3), (1, 50))]
    of_course = [{**row, "course": "ATE_BEVA", "exam_id": f"A{row['exam_id']}"} for row in both if row["reader_id"] == "R1"]
    lesions = [
        {**lesion(offset, "T1", 60.0, reader=row["reader_id"]), "exam_id": row["exam_id"]} for row in (*both, *of_course) for offset in (0,)
    ]
    for row in (*both, *of_course):
        row |= {"target_response": None} if not row["timepoint"] else {}
    connection = open_drawn(imaging_reads=[*both, *of_course], lesions=lesions)
    connection.execute(
        "insert into reference.quarantined_rows (table_name, row_key, patient_id, exam_id, reader_id) "
        "values ('lesions', 'x', 'P1', 'HAIC-3', 'R1')"
    )
    build(connection, *READS)
    silent = connection.sql("select course, reader_id from cohort.read_responses where has_quarantined_lesion").fetchall()
    assert silent == [("HAIC", "R1")]
    assert len(findings_of(connection, "read_responses", "MR-007")) == 2  # 60 of 60 mm is SD: the other reader, and the other course


NEW_LESION = [  # whether there is a row of a new lesion, the recorded mark, the overall response, whether a rule asks
    (True, True, "PD", False),
    (True, False, "PD", True),
    (True, True, "SD", True),
    (True, None, "PD", False),  # blank: not recorded
    (False, True, "PD", True),
    (False, False, "SD", False),
]


def test_new_lesion_rows_beside_the_recorded_mark():
    rows, lesions = [], []
    for number, (has_row, new, overall, _) in enumerate(NEW_LESION):
        patient = f"P{number}"
        rows.append(read(-3, 0, patient=patient))
        rows.append(read(50, 1, patient=patient, row_key=patient, has_new_lesion=new, overall_response=overall))
        drawn = [lesion(-3, "T1", 100.0), lesion(50, "T1", 95.0), *([lesion(50, "N1", 12.0, role="NEW")] if has_row else [])]
        lesions += [{**row, "patient_id": patient} for row in drawn]
    found = findings_of(opened(*rows, lesions=lesions), "read_responses", "MR-009")
    assert found == [f"P{number}" for number, (*_, is_found) in enumerate(NEW_LESION) if is_found]


def decided(exams, *, readers=None, **settings):
    """Return (decided_by, response) of each exam drawn as {reader: response}."""
    drawn = reads("P1", *((50 * number, number, responses) for number, responses in enumerate(exams, start=1)))
    connection = open_drawn(readers=readers, settings=settings, **drawn)
    build(connection, *EXAMS)
    found = connection.execute("select decided_by, response from cohort.exam_responses order by timepoint").fetchall()
    return found, connection


def test_readers_and_adjudicator():
    found, connection = decided(
        [
            {"R1": "PR", "R2": "PR"},
            {"R1": "PR", "R2": "PR", "ADJ": "SD"},  # equal reads need no adjudicator
            {"R1": "PR", "R2": "SD", "ADJ": "SD"},
            {"R1": "PR", "R2": "SD"},
            {"R1": "PR"},  # one of two readers
            {"R1": "PR", "ADJ": "PR"},
            {"R1": None, "R2": None},
            {"R1": "PR", "R2": None},
        ]
    )
    assert found == [
        ("consensus", "PR"),
        ("consensus", "PR"),
        ("adjudicator", "SD"),
        ("none", None),
        ("none", None),
        ("adjudicator", "PR"),
        ("none", None),
        ("none", None),
    ]
    # only readers who differ are a difference: the fourth exam, by the first of its reads
    (key,) = connection.execute("select min(row_key) from accepted.imaging_reads where exam_id = 'HAIC200'").fetchall()[0]
    assert findings_of(connection, "exam_responses", "IR-002") == [key]
    assert len(findings_of(connection, "exam_responses", "CP-008")) == 2  # the fifth and the eighth have one read alone


def test_three_readers_decide_by_more_than_half():
    three = dict.fromkeys(("R1", "R2", "R3"), "reader")
    found, _ = decided(
        [
            {"R1": "PR", "R2": "PR", "R3": "SD"},
            {"R1": "PR", "R2": "SD", "R3": "PD"},
            {"R1": "PR", "R2": "PR"},
            {"R1": "PR", "R2": "SD"},
        ],
        readers=three,
    )
    assert found == [("consensus", "PR"), ("none", None), ("consensus", "PR"), ("none", None)]


def test_a_roster_of_one_reader_needs_no_second():
    found, _ = decided([{"R1": "PR"}], readers={"R1": "reader"})
    assert found == [("consensus", "PR")]


def test_other_adjudications():
    _, connection = decided([{"R1": "SD", "R2": "PD", "ADJ": "PR"}])
    for policy, response in (("worst", "PD"), ("first_reader", "SD"), ("adjudicator", "PR")):
        build_again(connection, "exam_responses", adjudication=policy)
        assert rows_of(connection, "exam_responses", "decided_by", "response") == [(policy, response)]


def test_where_the_first_reader_has_read_nothing_the_adjudicator_decides():
    _, connection = decided([{"ADJ": "PR"}])
    build_again(connection, "exam_responses", adjudication="first_reader")
    assert rows_of(connection, "exam_responses", "decided_by", "response") == [("adjudicator", "PR")]


RECORDED_PARTS = {  # target, non-target, new lesion; then the overall response that counts, with no sum and no lesion sent
    "target alone": (("PR", None, None), "PR"),
    "non-target left": (("CR", "IR/SD", False), "PR"),
    "all gone": (("CR", "CR", False), "CR"),
    "new lesion": (("SD", "CR", True), "PD"),
    "non-target progression": (("PR", "PD", False), "PD"),
    "not evaluable": (("NE", "IR/SD", False), "NE"),
    "no target response": ((None, "IR/SD", False), None),
}


def test_where_the_parts_alone_are_recorded_the_response_follows_from_them():
    """Choi 2018, Table A.1; a site that writes no overall response has recorded one all the same."""
    rows = []
    for name, ((target, non_target, is_new), _) in RECORDED_PARTS.items():
        parts = {"target_response": target, "non_target_response": non_target, "has_new_lesion": is_new}
        rows += [read(-3, 0, patient=name), read(50, 1, patient=name, **parts)]
    connection = opened(*rows)
    found = dict(connection.execute("select patient_id, recorded_overall_response from cohort.read_responses").fetchall())
    assert found == {name: response for name, (_, response) in RECORDED_PARTS.items()}
    assert findings_of(connection, "read_responses", "MR-008") == []


def test_the_recorded_response_counts_and_the_derived_stands_beside_it():
    connection = open_drawn(
        imaging_reads=[
            read(offset, number, reader=reader, sum_viable_mm=mm, overall_response=response)
            for reader in ("R1", "R2")
            for number, (offset, mm, response) in enumerate([(-3, 100.0, None), (50, 70.0, "SD"), (100, 60.0, None)])
        ]
    )
    build(connection, *EXAMS)
    assert rows_of(
        connection, "exam_responses", "exam_id", "response", "adjudicated_recorded_response", "adjudicated_derived_response"
    ) == [
        ("HAIC100", "PR", None, "PR"),
        ("HAIC50", "SD", "SD", "PR"),
    ]


def test_the_baseline_comes_first_whatever_its_date():
    connection = opened(read(-10, 1, sum_viable_mm=70.0), read(-3, 0, sum_viable_mm=100.0), read(50, 2, sum_viable_mm=83.9))
    # the exam of day -10 is compared with the baseline and is then the nadir: 83.9 is +19.86 % of 70
    assert rows_of(connection, "read_responses", "nadir_mm", "derived_target_response") == [(100.0, "PR"), (70.0, "SD")]


def test_a_target_without_enhancement_has_nothing_viable_even_without_a_diameter():
    connection = opened(
        read(-3, 0),
        read(50, 1),
        lesions=[lesion(-3, "T1", 50.0), lesion(50, "T1", None, has_arterial_enhancement=False)],
    )
    assert rows_of(connection, "read_responses", "derived_sum_mm", "derived_target_response") == [(0.0, "CR")]


def test_one_scan_ends_a_course_and_begins_the_next():
    shared = {"exam_id": "shared", "exam_date": day(-10)}
    connection = opened(
        read(-100, 0, course="ATE_BEVA"),
        {**read(-10, 1, course="ATE_BEVA"), **shared},
        {**read(-10, 0), **shared},  # the same scan, the same reader
        read(50, 1),
        lesions=[
            {**lesion(-100, "T1", 50.0), "exam_id": "ATE_BEVA-100"},
            {**lesion(0, "T1", 60.0), "exam_id": "shared"},  # 60: +20 % of 50, PD of ate-beva; baseline of HAIC
            lesion(50, "T1", 42.0),  # 42: -30 % of 60, PR of HAIC
        ],
    )
    assert rows_of(connection, "read_responses", "course", "baseline_mm", "derived_sum_mm", "derived_target_response") == [
        ("ATE_BEVA", 50.0, 60.0, "PD"),
        ("HAIC", 60.0, 42.0, "PR"),
    ]


def test_a_target_that_the_baseline_does_not_have_is_no_growth():
    connection = opened(
        read(-3, 0),
        read(50, 1),
        lesions=[lesion(-3, "T1", 30.0), lesion(50, "T1", 30.0), lesion(50, "T2", 90.0)],  # 30 of 30, not 120 of 30
    )
    assert rows_of(connection, "read_responses", "derived_sum_mm", "derived_target_response") == [(30.0, "SD")]
