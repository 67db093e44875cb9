"""What people have answered is in force before the gate: a value they gave stands in its cell, a row that is right as it is stays."""

import datetime as dt

import pytest

from pipelines.findings.build_findings import build_findings
from pipelines.findings.queries.accepted_rows import accept_rows
from pipelines.findings.queries.build_queries import build_queries, moves_of
from pipelines.findings.queries.overrides import apply_overrides, cell_digest, row_digest
from pipelines.gate.check_rules import check_table
from pipelines.gate.expectation_engine import open_datasource
from pipelines.gate.self_test.draw_cases import put_raw
from pipelines.settings.rules_in_force import AS_WRITTEN
from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.sql_files import table_file
from tests.staging_of import open_raw

DAY = dt.date(2024, 3, 1)
VISIT = {"patient_id": "P1", "assessment_date": "2023-01-08", "ecog": "1", "weight_kg": "70"}


@pytest.fixture(scope="module")
def connection():
    """The warehouse that all these tests use one after the other: P1 is a patient, and nobody has a visit yet."""
    connection = open_raw({"patients": [{"patient_id": "P1", "sex": "M"}]})
    connection.execute("set variable as_of = ?", [DAY])
    yield connection
    connection.close()


def send(connection, *heights: str):
    """Let the hospital send a visit of each height, a day apart; nothing is found yet."""
    rows = [VISIT | {"height_cm": height, "assessment_date": f"2023-01-{8 + number:02d}"} for number, height in enumerate(heights)]
    put_raw(connection, "assessments", rows)
    for table in ("findings", "offending"):
        connection.execute(f"delete from gate.{table}")
    return connection


def levels(connection) -> dict[str, str]:
    """Return the level of the finding about each height."""
    return dict(
        connection.execute("""
            select r.height_cm, f.level from gate.findings as f join raw.assessments as r using (row_key) where f.rule = 'PA-002'
        """).fetchall()
    )


def gate(connection, log: list[dict]):
    """Check the visits, with what was accepted in force."""
    build_table(connection, table_file("staging", "assessments"), "staging")
    check_table(connection, open_datasource(connection), "staging", "assessments", AS_WRITTEN)
    accept_rows(connection, AS_WRITTEN, tuple(log))
    return connection


@pytest.fixture(scope="module")
def first_night(connection):
    """The log after a night on which two heights are impossible, and somebody says that the first is right."""
    gate(send(connection, "31", "32"), [])
    assert levels(connection) == {"31": "reject", "32": "reject"}
    build_findings(connection, "first")
    build_queries(connection, AS_WRITTEN, [])
    moves = [move for move in moves_of(connection) if move["rule"] == "PA-002"]
    first, second = sorted(moves, key=lambda move: move["entity"])
    assert (first["entity"], second["entity"]) == ("2023-01-08", "2023-01-09")
    return [*moves, first | {"move_no": 9, "made_by": "Kim", "state_from": "open", "state_to": "accepted", "answer": "right as it is"}]


def test_a_row_that_is_right_as_it_is_is_kept_and_no_other(connection, first_night):
    assert levels(gate(send(connection, "31", "32"), first_night)) == {"31": "flag", "32": "reject"}


def test_of_another_cell_of_the_row_nobody_has_said_that_it_is_right(connection, first_night):
    """One rule guards several columns: what is right as it is is the height, and not the weight beside it."""
    gate(send(connection, "31", "32"), [])
    connection.execute("insert into gate.findings select * replace (['weight_kg'] as columns) from gate.findings where rule = 'PA-002'")
    accept_rows(connection, AS_WRITTEN, tuple(first_night))
    found = connection.execute("select columns[1], level from gate.findings where rule = 'PA-002' order by all").fetchall()
    assert found == [("height_cm", "flag"), ("height_cm", "reject"), ("weight_kg", "reject"), ("weight_kg", "reject")]


def test_of_another_value_nobody_has_said_that_it_is_right(connection, first_night):
    assert levels(gate(send(connection, "30", "32"), first_night)) == {"30": "reject", "32": "reject"}


# --- values that were given

GIVEN = {
    "query_no": "Q-000001",
    "identity": "i",
    "made_by": "Kim",
    "day": DAY,
    "state_from": "open",
    "state_to": "answered",
    "patient": "P1",
    "staged_table": "assessments",
}


@pytest.fixture(scope="module")
def given(connection, first_night):
    """The move of the answer that gives 171 cm for the 17.1 of the visit of 2023-01-08; findings of an earlier night stand."""
    send(connection, "17.1", "17.1")
    select = f"select {cell_digest('height_cm')}, {row_digest('assessments', 'height_cm')} from raw.assessments as r"
    ((old, row),) = connection.execute(f"{select} where assessment_date = '2023-01-08'").fetchall()
    connection.execute("delete from quarantine.findings")
    return GIVEN | {"cells": [{"field": "height_cm", "new_value": "171", "old_digest": old, "row_digest": row}], "move_no": 1}


def giving(given: dict, value: str) -> dict:
    """Return the same answer with another value."""
    return given | {"cells": [cell | {"new_value": value} for cell in given["cells"]]}


def correct(connection, log: list[dict]) -> set[str]:
    """Put what was given into its cells, and return the heights that stand there then."""
    for table in ("given_values", "given_cells"):
        connection.execute(f"delete from queries.{table}")
    apply_overrides(connection, log)
    return {height for (height,) in connection.execute("select height_cm from raw.assessments").fetchall()}


@pytest.mark.parametrize(
    ("sent", "heights", "outcome"),
    [
        (("17.1", "17.1"), {"171", "17.1"}, "in force"),  # the other visit's is another question
        (("171", "17.1"), {"171", "17.1"}, "sent so by now"),
        (("172", "17.1"), {"172", "17.1"}, "another value is sent"),
        ((), set(), "the row is no longer sent"),
    ],
)
def test_a_value_is_in_force_while_the_cell_has_its_old_text(connection, given, sent, heights, outcome):
    assert correct(send(connection, *sent), [given]) == heights
    build_queries(connection, AS_WRITTEN, [])
    assert connection.execute("select query_no, outcome from queries.overrides").fetchall() == [("Q-000001", outcome)]


@pytest.mark.parametrize(("sent", "outcome"), [("17.1", "in force"), (None, "sent so by now"), ("171", "another value is sent")])
def test_a_cell_may_be_made_blank(connection, given, sent, outcome):
    send(connection, "17.1")
    connection.execute("update raw.assessments set height_cm = ?", [sent])
    assert correct(connection, [giving(given, "")]) == ({"171"} if sent == "171" else {None})
    build_queries(connection, AS_WRITTEN, [])
    assert connection.execute("select outcome from queries.overrides").fetchall() == [(outcome,)]


def test_a_later_answer_takes_the_value_back(connection, given):
    later = given | {"move_no": 2, "state_to": "accepted", "cells": None}
    assert correct(send(connection, "17.1"), [given, later]) == {"17.1"}


def test_a_third_value_asks_again_under_the_same_number(connection, given):
    opened = {
        "rule": "PA-002",
        "layer": "staging",
        "table": "assessments",
        "columns": "height_cm",
        "entity": "2023-01-08",
        "fingerprint": "f",
    }
    log = [given | opened, given | opened | {"move_no": 2, "made_by": "the run", "state_from": "answered", "state_to": "closed"}]
    correct(send(connection, "172"), log)
    build_queries(connection, AS_WRITTEN, log)
    assert [(move["query_no"], move["state_to"], move["why"]) for move in moves_of(connection)] == [("Q-000001", "open", "fails again")]
