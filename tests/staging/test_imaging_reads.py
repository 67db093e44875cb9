"""Imaging reads as sent, and as staged."""

from tests.staging_of import stage


def test_responses_and_no_target_are_two_things():
    rows = stage(
        "imaging_reads",
        {"target_response": "부분관해", "non_target_response": "non-CR/non-PD", "overall_response": "pr"},
        {"target_response": "NA", "non_target_response": "NA", "overall_response": "NE"},
        {"target_response": None, "non_target_response": None, "overall_response": None},
        {"target_response": "MR", "non_target_response": "PR", "overall_response": "iCPD"},
    )
    names = ("target_response", "non_target_response", "overall_response")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("PR", "IR/SD", "PR"),
        ("NA", "NA", "NE"),
        (None, None, None),
        (None, None, None),
    ]
    assert [row["target_response_status"] for row in rows] == ["ok", "ok", "missing", "unreadable"]
    assert [row["overall_response_status"] for row in rows] == ["ok", "ok", "missing", "unreadable"]


def test_readers_sums_and_marks():
    rows = stage(
        "imaging_reads",
        {"reader_id": " r1 ", "exam_id": " E1 ", "sum_viable_mm": "86,5", "decimal_mark": ",", "new_lesion": "있음", "timepoint": "0"},
        {"reader_id": "ｒ２", "sum_viable_mm": "약 80", "new_lesion": None, "timepoint": "처음"},
    )
    assert [(row["reader_id"], row["sum_viable_mm"], row["has_new_lesion"], row["timepoint"]) for row in rows] == [
        ("R1", 86.5, True, 0),
        ("R2", None, None, None),
    ]
    assert rows[0]["exam_id"] == "E1"
    assert [(row["sum_viable_mm_status"], row["new_lesion_status"], row["timepoint_status"]) for row in rows] == [
        ("ok", "ok", "ok"),
        ("unreadable", "missing", "unreadable"),
    ]


TIMEPOINTS = [  # as sent; staged number, whether it is unscheduled, status
    ("0", 0, False, "ok"),
    ("Baseline", 0, False, "ok"),
    ("기저", 0, False, "ok"),
    ("pre", 0, False, "ok"),
    ("Pre-HAIC", 0, False, "ok"),
    ("preop", 0, False, "ok"),
    ("before treatment", 0, False, "ok"),
    ("Baseline CT", 0, False, "ok"),
    ("HAIC baseline", 0, False, "ok"),
    ("B/L", 0, False, "ok"),
    ("간동맥 전", 0, False, "ok"),
    ("시술전", 0, False, "ok"),
    ("치료 전 CT", 0, False, "ok"),
    ("V0", 0, False, "ok"),
    ("Week 0", 0, False, "ok"),
    ("0주", 0, False, "ok"),
    ("3", 3, False, "ok"),
    ("UNS", 1, True, "ok"),  # the date orders exams
    ("Unscheduled 2", 1, True, "ok"),
    ("1.1", 1, True, "ok"),
    ("2.5", 2, True, "ok"),
    ("EOT", 1, True, "ok"),
    ("V1", 1, True, "ok"),
    ("10주", 1, True, "ok"),
    ("progression", 1, True, "ok"),
    ("전이 확인", 1, True, "ok"),  # of a metastasis, and not "before"
    ("pre-C3", None, False, "unreadable"),  # an exam before the third cycle, unless the cycles are counted from there
    ("2차 전", None, False, "unreadable"),
    ("C1D1", None, False, "unreadable"),
    ("at diagnosis", None, False, "unreadable"),
    ("처음", None, False, "unreadable"),  # the baseline, or the first exam after it
    ("-1.5", None, False, "unreadable"),
    (None, None, False, "missing"),
]


def test_an_exam_after_baseline_may_have_any_label():
    rows = stage("imaging_reads", *({"timepoint": text} for text, *_ in TIMEPOINTS))
    assert [(row["timepoint"], row["is_unscheduled"], row["timepoint_status"]) for row in rows] == [row[1:] for row in TIMEPOINTS]


READS_OF_EXAMS = {  # the days of the reads of an exam as sent -> as staged
    "one of two has none": (("2022-04-12", None), ("2022-04-12", "2022-04-12")),
    "two of three have none": ((None, "2022-04-12", None), ("2022-04-12",) * 3),
    "the others disagree": (("2022-04-12", "2022-04-13", None), ("2022-04-12", "2022-04-13", None)),
    "none has any": ((None, None), (None, None)),
    "what cannot be read is not missing": (("2022-04-12", "a Tuesday"), ("2022-04-12", None)),
    "a month is not missing, and is no day": (("2022-04", None), (None, None)),
}


def test_a_scan_has_one_day_whoever_reads_it():
    rows = stage(
        "imaging_reads",
        *(
            {"patient_id": case, "exam_id": f" {exam}", "reader_id": f"R{place}", "exam_date": sent}
            for case, (days, _) in READS_OF_EXAMS.items()
            for exam, of_exam in (("E1", days), ("E2", (None,)))
            for place, sent in enumerate(of_exam)
        ),
        {"patient_id": "no number", "exam_id": None, "exam_date": "2022-04-12"},
        {"patient_id": "no number", "exam_id": None, "exam_date": None},
        {"patient_id": None, "exam_id": "E1", "exam_date": "2022-04-12"},
        {"patient_id": None, "exam_id": "E1", "exam_date": None},
        {"patient_id": "another patient", "exam_id": "E1", "exam_date": None},
    )
    staged = [(row["patient_id"], row["exam_id"], row["exam_date"] and str(row["exam_date"])) for row in rows]
    assert staged[-5:-3] == [("no number", None, "2022-04-12"), ("no number", None, None)]
    assert staged[-3:] == [(None, "E1", "2022-04-12"), (None, "E1", None), ("another patient", "E1", None)]
    for case, (sent, expected) in READS_OF_EXAMS.items():
        assert [day for patient, exam, day in staged if (patient, exam) == (case, "E1")] == list(expected), case
        assert [day for patient, exam, day in staged if (patient, exam) == (case, "E2")] == [None], case
        statuses = [row["exam_date_status"] for row in rows if (row["patient_id"], row["exam_id"]) == (case, "E1")]
        assert [status == "missing" for status in statuses] == [cell is None for cell in sent], case
