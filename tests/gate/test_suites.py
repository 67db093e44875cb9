"""Suites: what the last release had is an argument of Great Expectations' own classes, and their verdict is the rule's."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import great_expectations as gx
import pytest

from pipelines.gate.check_rules import check_table
from pipelines.gate.expectation_engine import open_datasource
from pipelines.gate.offending_rows import see_rules
from pipelines.gate.suites import expectations_of
from pipelines.settings.rules_in_force import AS_WRITTEN
from tests.quarantine_of import found_drawn, found_in, open_quarantine, put_rows

COUNTS = [
    {"row_key": "labs", "read_count": 300, "quarantined_count": 4, "last_row_count": 200, "lost_count": 0},
    {"row_key": "patients", "read_count": 10, "quarantined_count": 0, "last_row_count": 12, "lost_count": 0},
    {"row_key": "procedures", "read_count": 10, "quarantined_count": 0, "last_row_count": 0, "lost_count": 0},
]
RATES = [
    {"row_key": "labs.value", "row_count": 200, "null_count": 30, "last_row_count": 100, "last_null_count": 10}
    | {"null_pct": 15.0, "last_null_pct": 10.0},
    {"row_key": "patients.sex", "row_count": 20, "null_count": 0, "last_row_count": 20, "last_null_count": 0}
    | {"null_pct": 0.0, "last_null_pct": 0.0},
]
MEDIANS = [{"row_key": "first_line:OS", "event_count": 10, "median_days": 110, "last_event_count": 12, "last_median_days": 100}]
PATIENTS = [{"row_key": f"P{place}", "is_sent": True, "was_accepted": place < 700} for place in range(800)]
EVENTS = [{"row_key": "labs", "newest_date": dt.date(2024, 12, 20)}]
# table and rows: for each rule that is held to limits, its class and, by row, the limits
STATED = {
    ("row_counts", "CP-020"): (
        "expect_column_max_to_be_between",
        # a quarter of the rows, or five
        {"labs": {"max_value": 75}, "patients": {"max_value": 5}, "procedures": {"max_value": 5}},
    ),
    ("row_counts", "CP-014"): (
        "expect_column_max_to_be_between",
        # 5 % of the last 200; five of the last 12; no last release, no limit
        {"labs": {"max_value": 10}, "patients": {"max_value": 5}},
    ),
    ("null_rates", "CP-015"): (
        "expect_column_max_to_be_between",
        # 25 points from the last 10 %; five of 20 cells are 25 points, too
        {"labs.value": {"min_value": -15, "max_value": 35}, "patients.sex": {"min_value": -25, "max_value": 25}},
    ),
    ("median_changes", "TE-008"): ("expect_column_max_to_be_between", {"first_line:OS": {"min_value": 75, "max_value": 125}}),
    ("patient_changes", "CP-016"): ("expect_table_row_count_to_be_between", {"patients": {"max_value": 7}}),  # 1 % of the last 700
    ("newest_events", "CP-017"): ("expect_column_max_to_be_between", {"labs": {"min_value": dt.date(2024, 12, 17)}}),  # of 2024-12-31
}
DRAWN = {
    "row_counts": COUNTS,
    "null_rates": RATES,
    "median_changes": MEDIANS,
    "patient_changes": PATIENTS,
    "newest_events": EVENTS,
}


def stated(table: str, number: str, level: str = "stop", **settings) -> list[gx.expectations.Expectation]:
    """Return the expectations that state the rule of this number and level that is held to limits."""
    connection = open_quarantine(**settings)
    put_rows(connection, table, DRAWN[table])
    seen = see_rules(connection, "quarantine", table, AS_WRITTEN.rules("quarantine", table))
    (one,) = (one for one in seen if (one.rule.id, one.rule.level) == (number, level) and one.rule.limits)
    return expectations_of(connection, one)


@pytest.mark.parametrize(("table", "number"), STATED)
def test_what_the_last_release_had_is_an_argument(table, number):
    kind, limits = STATED[table, number]
    expectations = stated(table, number, "flag" if number == "CP-017" else "stop")
    assert {each.configuration.type for each in expectations} == {kind}
    found = {
        each.meta["row_key"]: {name: value for name, value in each.configuration.kwargs.items() if name in ("min_value", "max_value")}
        for each in expectations
    }
    assert found.keys() == limits.keys()
    for key, own in limits.items():
        assert found[key] == (own if number == "CP-017" else pytest.approx(own, abs=1e-6))


def test_each_row_is_asked_alone():
    for each in stated("row_counts", "CP-014"):
        condition = each.configuration.kwargs["row_condition"]
        assert (condition["column"], condition["parameter"]) == ({"name": "row_key"}, each.meta["row_key"])


@pytest.mark.parametrize(("table", "number"), [key for key in STATED if key[1] != "CP-017"])
def test_a_reason_lifts_the_limits_that_stop(table, number):
    assert stated(table, number, override_reason="the department of radiology closed") == []


@pytest.mark.parametrize(
    ("table", "bad", "kind"),
    [
        ("row_counts", {"quarantined_count": 200, "lost_count": 200}, "ExpectColumnMaxToBeBetween"),
        ("null_rates", {"null_pct": 90.0}, "ExpectColumnMaxToBeBetween"),
        ("median_changes", {"median_days": 300}, "ExpectColumnMaxToBeBetween"),
        ("newest_events", {"newest_date": dt.date(2024, 1, 1)}, "ExpectColumnMaxToBeBetween"),
    ],
)
def test_what_is_found_is_what_the_class_says(monkeypatch, table, bad, kind):
    rows = [DRAWN[table][0] | bad, *DRAWN[table][1:]]
    found = found_drawn(table, rows)
    assert found and {row_key for row_key, _, _ in found} == {rows[0]["row_key"]}
    good = {"success": True, "result": {}}
    monkeypatch.setattr(getattr(gx.expectations, kind), "_validate", lambda self, **named: good)
    assert found_drawn(table, rows) == set()


def test_the_count_of_the_vanished_is_what_the_class_says(monkeypatch):
    connection = open_quarantine()
    put_rows(connection, "patient_changes", [row | {"is_sent": place >= 8} for place, row in enumerate(PATIENTS)])
    stopping = {("patients", "CP-016", "stop")}
    assert found_in(connection, "patient_changes") >= stopping
    connection.execute("delete from gate.findings")
    good = {"success": True, "result": {}}
    monkeypatch.setattr(gx.expectations.ExpectTableRowCountToBeBetween, "_validate", lambda self, **named: good)
    assert {level for _, _, level in found_in(connection, "patient_changes")} == {"flag"}


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("null_rates", [RATES[0] | {"last_null_pct": None}]),
        ("median_changes", [MEDIANS[0] | {"last_median_days": None}]),
        ("patient_changes", [row | {"was_accepted": False} for row in PATIENTS]),
        ("newest_events", [{"row_key": "labs", "newest_date": None}]),
        ("null_rates", []),
        ("row_counts", []),
    ],
)
def test_a_rule_that_has_nothing_to_compare_with_is_not_applicable(table, rows):
    connection = open_quarantine()
    put_rows(connection, table, rows)
    outcomes = check_table(connection, open_datasource(connection), "quarantine", table, AS_WRITTEN)
    assert {one.outcome for one in outcomes} == {"not applicable"}


def test_a_limit_that_cannot_be_computed_is_an_error():
    (rule,) = AS_WRITTEN.rules("quarantine", "newest_events")
    rules = (replace(rule, limits={"min_value": "no_such_column"}), rule)
    connection = open_quarantine()
    put_rows(connection, "newest_events", EVENTS)
    book = SimpleNamespace(rules=lambda layer, table: rules, schema=lambda layer, table: None)
    broken, held = check_table(connection, open_datasource(connection), "quarantine", "newest_events", book)
    assert (broken.outcome, held.outcome) == ("error", "passed")
    assert "no_such_column" in broken.fault
