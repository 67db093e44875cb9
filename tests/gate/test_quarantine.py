"""Quarantine after a run: a row is accepted, quarantined with all its reasons, or an exact copy; and no row is lost."""

import polars as pl
import pytest

from pipelines.warehouse.table_files import layer_tables
from tests.whole_path import faulty_release, slow_to_make

ORPHAN = "CR-002: the row's patient is not among the patients"
GOES_WITH_PATIENT = "CR-002: its row in patients was quarantined, and this row goes with it; the row itself may be good"
GOES_WITH_READ = "CR-007: its row in imaging_reads was quarantined, and this row goes with it; the row itself may be good"


@pytest.fixture(scope="module")
@slow_to_make
def faulty():
    return faulty_release()


def reasons(faulty, table, fault):
    """Return the reasons for which the row of a fault is in quarantine."""
    rows = pl.read_parquet(faulty.data / "restricted" / "current" / "quarantine" / f"{table}.parquet")
    return rows.filter(pl.col("source_row") == faulty.lines[fault])["reasons"].to_list()


@pytest.mark.parametrize(
    ("table", "fault", "rules"),
    [
        ("patients", "patient_bad", ["CV-008", "CV-009"]),
        ("patients", "patient_one_way", ["CR-001"]),
        ("patients", "patient_other_way", ["CR-001"]),
        ("patients", "patient_of_tomorrow", ["PT-001"]),
        ("labs", "lab_all_bad", ["CR-002", "CV-009", "CV-013", "CV-016"]),
        ("labs", "lab_of_tomorrow", ["PT-001"]),
    ],
)
def test_row_is_quarantined_with_all_its_reasons(faulty, table, fault, rules):
    (said,) = reasons(faulty, table, fault)
    assert [reason.split(":")[0] for reason in said] == rules


def test_row_of_a_quarantined_parent_goes_with_it_and_says_so(faulty):
    assert reasons(faulty, "labs", "lab_of_bad_patient") == [[GOES_WITH_PATIENT]]
    assert reasons(faulty, "lesions", "lesion_of_bad_read") == [[GOES_WITH_READ]]


def test_row_of_nobody_says_something_else(faulty):
    assert reasons(faulty, "labs", "lab_of_nobody") == [[ORPHAN]]
    ((said,),) = reasons(faulty, "lesions", "lesion_of_no_read")
    assert said == "CR-007: no accepted read of this exam by this reader stands behind the lesion"


def test_row_without_a_patient_number_has_that_as_its_only_reason(faulty):
    ((said,),) = reasons(faulty, "labs", "lab_without_number")
    assert said.startswith("CV-007: ")


def test_exact_copies_are_counted_and_quarantine_nothing(faulty):
    assert faulty.status["tables"]["patients"] == {"read": 8, "accepted": 3, "quarantined": 4, "duplicates": 1}
    accepted = [row["source_row"] for row in faulty.rows("accepted/labs")]
    assert 2 in accepted and faulty.lines["lab_copy"] not in accepted, "the first of equal rows stays"


def test_rows_are_conserved(faulty):
    # labs: 6 good ones; bad patient, nobody, no number, formula, all bad, tomorrow and the ragged line; one copy
    assert faulty.status["tables"]["labs"] == {"read": 14, "accepted": 6, "quarantined": 7, "duplicates": 1}
    for counts in faulty.status["tables"].values():
        assert counts["read"] == counts["accepted"] + counts["quarantined"] + counts["duplicates"]


def test_accepted_rows_are_in_no_quarantine(faulty):
    for table in layer_tables("staging"):
        quarantined = pl.read_parquet(faulty.data / "restricted" / "current" / "quarantine" / f"{table}.parquet")["row_key"]
        assert not set(quarantined) & {row["row_key"] for row in faulty.rows(f"accepted/{table}")}


def test_good_rows_stay_whatever_is_wrong_beside_them(faulty):
    assert faulty.status["cohort"] == {"n": 2, "arms": {"first_line": 2}}
