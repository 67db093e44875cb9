"""A table that a hospital does not send is asked about once, with the rules that had nothing to look at for want of it."""

import pytest

from pipelines.gate.check_rules import Outcome
from pipelines.gate.self_test.read_examples import read_examples
from pipelines.gate.tables_not_sent import ask_for_tables
from pipelines.settings.rules_in_force import AS_WRITTEN, rules_held_by
from pipelines.warehouse.build_tables import open_warehouse, put_frame
from tests.warehouse_of import frame_of

pytestmark = pytest.mark.slow  # the graph of all tables is read from their SQL

((_, _, RULE),) = rules_held_by("gate.tables_not_sent.ask_for_tables")


@pytest.fixture
def hospital():
    """Two patients and no laboratory result."""
    connection = open_warehouse()
    put_frame(connection, "accepted.patients", frame_of("patients", [{"patient_id": "P1"}, {"patient_id": "P2"}]))
    put_frame(connection, "staging.labs", frame_of("labs", []))
    for layer, table in (("cohort", "graded_tests"), ("cohort", "cycle_monitoring")):
        connection.execute(f"create table {layer}.{table} as select 'a' as row_key where {table == 'cycle_monitoring'}")
    return connection


def rule(layer: str, table: str, number: str):
    return next(one for one in AS_WRITTEN.rules(layer, table) if one.id == number)


SAW_NOTHING = [
    Outcome(rule("staging", "labs", "CV-016"), "staging", "labs", "not applicable", 0, 0),
    Outcome(rule("cohort", "graded_tests", "CP-011"), "cohort", "graded_tests", "not applicable", 0, 0),  # made of labs
    Outcome(rule("cohort", "cycle_monitoring", "TX-007"), "cohort", "cycle_monitoring", "not applicable", 0, 0),  # it has rows
    Outcome(rule("staging", "patients", "PT-001"), "staging", "patients", "not applicable", 0, 0),  # not made of labs
]


@pytest.mark.parametrize("kind", ["passing", "breaking"])
def test_the_example_of_the_rule(hospital, kind):
    (example,) = (each for each in read_examples("quarantine", "row_counts") if each.id == "CP-021")
    for case in getattr(example, kind):
        (row,) = case["registry"]
        (outcome,) = ask_for_tables(hospital, SAW_NOTHING, filter(None, [row["tables_not_sent"]]))
        assert (outcome.outcome, outcome.findings) == (("failed", 1) if kind == "breaking" else ("passed", 0))


def test_the_finding_names_the_table_and_the_rules_that_had_nothing_to_look_at(hospital):
    (outcome,) = ask_for_tables(hospital, SAW_NOTHING, ["labs"])
    assert outcome.rule == RULE
    assert hospital.execute('select rule, level, "table", row_key, message from gate.findings').fetchall() == [
        ("CP-021", "flag", "labs", None, "no row of labs is sent, so that of 2 patients nothing was asked by CP-011, CV-016")
    ]


def test_a_table_that_another_source_fills_all_the_same_is_none(hospital):
    put_frame(hospital, "staging.labs", frame_of("labs", [{}]))
    (outcome,) = ask_for_tables(hospital, SAW_NOTHING, ["labs"])
    assert (outcome.outcome, outcome.findings) == ("passed", 0)


def test_many_rules_are_counted(hospital):
    many = [Outcome(RULE.on("read_count", id=f"XX-{number:03}"), "staging", "labs", "not applicable", 0, 0) for number in range(14)]
    list(ask_for_tables(hospital, many, ["labs"]))
    ((message,),) = hospital.execute("select message from gate.findings").fetchall()
    assert message.endswith("XX-010, XX-011 and 2 other rules")
