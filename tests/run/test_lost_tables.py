"""Where all rows of a table go for one reason, the run that stops names it; of patients alone, who take all others along."""

import polars as pl
import pytest

from pipelines.run.lost_tables import why_all_are_lost
from pipelines.warehouse.build_tables import open_warehouse, put_frame
from tests.small_drop import small_drop  # noqa: F401

NUMBER, RANGE = ("ID-001", "the patient number is unreadable"), ("LB-001", "it is none")


def said(counts, findings):
    """Return what is said of (table, accepted, quarantined) and of (table, row, (rule, message), level)."""
    with open_warehouse() as connection:
        rows = [{"table": table, "accepted_count": accepted, "quarantined_count": lost} for table, accepted, lost in counts]
        put_frame(connection, "gate.file_counts", pl.DataFrame(rows))
        rows = [
            {"rule": rule, "message": message, "level": level, "layer": "staging", "table": table, "row_key": row}
            for table, row, (rule, message), level in findings
        ]
        put_frame(connection, "gate.findings", pl.DataFrame(rows))
        return why_all_are_lost(connection)


@pytest.mark.parametrize(
    ("counts", "findings", "sentence"),
    [
        (
            [("labs", 0, 2)],
            [("labs", "a", NUMBER, "reject"), ("labs", "b", NUMBER, "reject"), ("labs", "b", RANGE, "reject")],
            " All 2 rows of labs are quarantined for one reason, ID-001: the patient number is unreadable.",
        ),
        ([("labs", 0, 1)], [("labs", "a", RANGE, "reject")], " The only row of labs is quarantined for one reason, LB-001: it is none."),
        ([("labs", 0, 2)], [("labs", "a", NUMBER, "reject"), ("labs", "b", RANGE, "reject")], ""),  # two reasons
        ([("labs", 1, 1)], [("labs", "a", NUMBER, "reject")], ""),  # a row is accepted
        ([("labs", 0, 1)], [("labs", "a", NUMBER, "flag")], ""),  # a question is no reason
        ([("labs", 0, 0)], [("labs", "a", NUMBER, "reject")], ""),
        (
            [("patients", 0, 1), ("labs", 0, 1)],
            [("patients", "a", NUMBER, "reject"), ("labs", "a", RANGE, "reject")],
            " The only row of patients is quarantined for one reason, ID-001: the patient number is unreadable.",
        ),
    ],
)  # fmt: skip
def test_one_reason_is_named(counts, findings, sentence):
    assert said(counts, findings) == sentence


@pytest.mark.slow
def test_the_run_that_stops_says_so(small_drop):  # noqa: F811
    small_drop.write(
        "patients", "patient_id,birth_date,sex,dx_code,hcc_dx_date\n1,1960-01-11,M,C22.0,2022-12-01\n2,1955-05-05,F,C22.0,2022-11-01\n"
    )
    assert small_drop.run() == 3
    assert " All 2 rows of patients are quarantined for one reason, " in small_drop.status["message"]
