"""The rates of readers with reads that have no day: what counts beside what."""

import datetime as dt

import polars as pl

from pipelines.analysis.response_sets import response_sets_of
from pipelines.analysis.undated_reads import best_with_undated, fit_undated_reads
from tests.analysis.cohort_frame import LISTED_SETS

DAY = dt.date(2023, 1, 10)
DATED = {"patient_id": pl.String, "reader_id": pl.String, "response": pl.String, "exam_date": pl.Date}
UNDATED = {
    "patient_id": pl.String,
    "reader_id": pl.String,
    "reader_role": pl.String,
    "response": pl.String,
    "timepoint": pl.Int64,
    "is_index_course": pl.Boolean,
    "is_counted": pl.Boolean,
    "before_date": pl.Date,
}


def dated(*rows):
    return pl.DataFrame([(*row[:3], DAY + dt.timedelta(row[3])) for row in rows], schema=DATED, orient="row")


def undated(*rows):
    """Draw (patient, reader, response, number of the exam, day of the first dated exam behind it, whether it counts)."""
    return pl.DataFrame(
        [
            (patient, reader, "reader", said, place, True, counts, None if before is None else DAY + dt.timedelta(before))
            for patient, reader, said, place, before, counts in rows
        ],
        schema=UNDATED,
        orient="row",
    )


def best(seen, unplaced):
    return {(patient, reader): response for patient, reader, response in best_with_undated(seen, unplaced).rows()}


def test_the_best_of_dated_and_undated_reads_counts():
    found = best(
        dated(("P1", "R1", "SD", 50), ("P2", "R1", "PR", 50), ("P3", "R2", "SD", 50)),
        undated(("P1", "R1", "PR", 2, None, True), ("P2", "R1", "SD", 2, None, True), ("P4", "R1", "CR", 1, None, True)),
    )
    assert found == {("P1", "R1"): "PR", ("P2", "R1"): "PR", ("P3", "R2"): "SD", ("P4", "R1"): "CR"}


def test_nothing_counts_after_an_undated_progression():
    found = best(
        dated(("P1", "R1", "PR", 90), ("P2", "R1", "PR", 50), ("P3", "R1", "SD", 50)),
        undated(
            ("P1", "R1", "PD", 1, 90, True),  # before the dated exam
            ("P2", "R1", "PD", 2, None, True),  # behind it
            ("P3", "R1", "PD", 2, None, True),
            ("P3", "R1", "PR", 3, None, True),  # behind the progression
        ),
    )
    assert found == {("P1", "R1"): "PD", ("P2", "R1"): "PR", ("P3", "R1"): "SD"}


def test_each_reader_has_a_table_with_the_undated_reads_that_count():
    patients = pl.DataFrame({"patient_id": ["P1", "P2", "P3"], "arm": ["all"] * 3})
    sets = response_sets_of(LISTED_SETS)
    rows = undated(
        ("P1", "R1", "PR", 2, None, True),
        ("P2", "R1", "CR", 1, None, False),
        ("P2", "R2", "CR", 1, None, False),
        ("P9", "R1", "CR", 1, None, True),  # not of the cohort
    )
    found = fit_undated_reads(patients, dated(("P1", "R1", "SD", 50), ("P3", "R1", "SD", 50)), rows, "chi_square", sets)
    assert (found.reads, found.patients, found.counted) == (3, 2, 1)
    (table,) = found.readers
    assert table.definition == "best response by reader R1, undated reads too"
    assert {line.name: line.groups[-1].count for line in table.responses} == {"CR": 0, "PR": 1, "SD": 1, "PD": 0, "NE": 1}


def test_without_any_there_is_nothing():
    patients = pl.DataFrame({"patient_id": ["P1"], "arm": ["all"]})
    assert fit_undated_reads(patients, dated(), undated(), "chi_square", ()) is None
