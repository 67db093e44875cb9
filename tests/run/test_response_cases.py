"""Reads and lesions that came out wrong once, down the whole path: an unscheduled progression, lesions too small, a late target, a node."""

import pytest

from tests.small_drop import SmallDrop, signals_kept, text_of
from tests.whole_path import slow_to_make

READERS = ("R1", "R2")
DAYS = {"E0": "2023-01-05", "E1": "2023-02-20", "E2": "2023-03-15", "E3": "2023-04-20"}
# Of each case: the label and overall response of each exam as recorded; the lesions at it, as (name, organ, viable, total, enhancement).
UNSCHEDULED = {
    "E0": (("0", "0"), "", [("T1", "LIVER", "50", "60", "Y")]),
    "E1": (("1", "1"), "PR", [("T1", "LIVER", "30", "60", "Y")]),
    "E2": (("UNS", "1.1"), "PD", [("T1", "LIVER", "50", "60", "Y")]),  # +67 % of 30 mm
    "E3": (("2", "2"), "PR", [("T1", "LIVER", "TOO SMALL to measure", "60", "Y")]),
}
LATE_TARGET = {
    "E0": (("0", "0"), "", [("T1", "LIVER", "50", "60", "Y")]),
    "E1": (("1", "1"), "PR", [("T1", "LIVER", "30", "60", "Y"), ("T3", "LIVER", "20", "20", "Y")]),
    "E3": (("2", "2"), "PR", [("T1", "LIVER", "30", "60", "Y"), ("T3", "LIVER", "45", "45", "Y")]),
}
NORMAL_NODE = {
    "E0": (("0", "0"), "", [("T1", "LIVER", "50", "60", "Y"), ("T2", "LYMPH_NODE_OTHER", "22", "22", "Y")]),
    "E1": (("1", "1"), "CR", [("T1", "LIVER", "0", "40", "N"), ("T2", "LYMPH_NODE_OTHER", "8", "8", "Y")]),
    "E3": (("2", "2"), "CR", [("T1", "LIVER", "0", "40", "N"), ("T2", "LYMPH_NODE_OTHER", "9.8", "9.8", "Y")]),
}
CASES = {"00000001": UNSCHEDULED, "00000002": LATE_TARGET, "00000003": NORMAL_NODE}


def extracts():
    """Return the extracts of the three patients; all have HAIC from January 2023."""
    reads, lesions = [text_of("imaging_reads").splitlines()[0]], [text_of("lesions").splitlines()[0]]
    for patient, exams in CASES.items():
        for exam, (labels, response, measured) in exams.items():
            for reader, label in zip(READERS, labels, strict=True):
                recorded = f"{response},NA,N,{response}" if response else ",,,"
                reads.append(f"{patient},{exam},{DAYS[exam]},{reader},CT,HAIC,{label},{recorded}")
                lesions += [f"{patient},{exam},{DAYS[exam]},{reader},{name},TARGET,{','.join(sizes)}" for name, *sizes in measured]
    given = text_of("drug_administrations")
    third = [line.replace("00000001", "00000003") for line in given.splitlines() if line.startswith("00000001")]
    return {
        "imaging_reads": "\n".join([*reads, ""]),
        "lesions": "\n".join([*lesions, ""]),
        "drug_administrations": given + "\n".join([*third, ""]),
    }


@pytest.fixture(scope="module")
@slow_to_make
def taken(tmp_path_factory):
    drop = SmallDrop(tmp_path_factory.mktemp("cases") / "hospital", **extracts())
    with signals_kept():
        assert drop.run() == 0
    return drop


def of_patients(taken, column):
    """Return a column of the cohort by patient, in the order of their numbers."""
    by_key = {row["patient_id"]: row[column] for row in taken.rows("cohort/patients")}
    reads = {row["patient_id"]: row["source_row"] for row in reversed(taken.rows("accepted/imaging_reads"))}
    return [by_key[patient] for patient in sorted(by_key, key=reads.__getitem__)]


def test_no_row_is_set_aside_and_each_patient_has_the_response_and_progression_that_are_right(taken):
    """RECIST 1.1, 4.3.1 and 4.3.2; admiralonco orders exams by the date (ADT), whatever their label."""
    counts = taken.status["tables"]
    assert [counts[table]["quarantined"] for table in ("imaging_reads", "lesions")] == [0, 0]
    assert of_patients(taken, "best_response") == ["PR", "PR", "CR"]
    assert [str(day) for day in of_patients(taken, "progression_date")] == ["2023-03-15", "None", "None"]
    assert of_patients(taken, "confirmed_best_response") == ["SD", "PR", "CR"]  # PR, then PD: not confirmed


def test_only_what_is_doubtful_is_asked_about(taken):
    number = {key: place for place, key in enumerate(_keys(taken), start=1)}
    about_response = ("MR-", "IR-", "CP-009", "CV-0")
    asked = {(number[row["patient"]], row["rule"]) for row in taken.findings() if row["patient"] and row["rule"].startswith(about_response)}
    early = {(place, "MR-015") for place in (1, 2, 3)}  # the first exam after the baseline is that of day 34 or 41, and planned from 42 on
    assert asked == early | {(1, "MR-014"), (2, "MR-026"), (2, "MR-027")}  # better after PD; a target that the baseline lacks, grown


def _keys(taken):
    rows = sorted(taken.rows("accepted/imaging_reads"), key=lambda row: row["source_row"])
    return list(dict.fromkeys(row["patient_id"] for row in rows))
