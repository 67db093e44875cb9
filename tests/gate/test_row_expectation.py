"""A rule about rows is an expectation of Great Expectations: it alone finds the rows, and what it says of the rule is what the run says."""

import json
from types import SimpleNamespace

import pytest

from pipelines.gate.check_rules import check_table
from pipelines.gate.expectation_engine import DuckDBExecutionEngine, open_datasource
from pipelines.gate.row_expectation import ExpectNoOffendingRow, OffendingRows
from pipelines.warehouse.build_tables import open_warehouse
from schemas.rule import Rule
from tests.small_drop import small_drop  # noqa: F401

ROWS = [("a", 1.0), ("b", 9.0), ("c", None), ("d", 7.0)]
BY_PREDICATE = {"where": "value > 5"}
BY_QUERY = {"query": "select row_key from {batch} where value > 5"}
OFFENDING = ["b", "d"]


def rule(number: int = 1, **how) -> Rule:
    texts = dict.fromkeys(("category", "when_null", "message", "action", "citation"), "none")
    return Rule(id=f"XX-{number:03d}", name=f"rule_{number}", level="flag", columns=("value",), **texts, **how)


@pytest.fixture
def connection():
    """A warehouse with the drawn table of visits."""
    connection = open_warehouse()
    connection.execute("create table staging.visits (row_key varchar, patient_id varchar, value double)")
    connection.executemany("insert into staging.visits values (?, 'P1', ?)", ROWS)
    return connection


def check(connection, *rules: Rule) -> list[tuple[str, int]]:
    """Return how each rule ended, and how many findings it has."""
    book = SimpleNamespace(rules=lambda layer, table: rules, schema=lambda layer, table: None)
    outcomes = check_table(connection, open_datasource(connection), "staging", "visits", book)
    return [(one.outcome, one.findings) for one in outcomes]


def found(connection) -> list[str]:
    return [key for (key,) in connection.execute("select row_key from gate.findings order by all").fetchall()]


def verdict(is_good: bool):
    return lambda self, metrics, runtime_configuration=None, execution_engine=None: {"success": is_good, "result": {}}


@pytest.mark.parametrize("how", [BY_PREDICATE, BY_QUERY], ids=["predicate", "query"])
def test_the_metric_finds_and_stores_the_rows(connection, how):
    assert check(connection, rule(**how, shows="value || ' > 5'")) == [("failed", 2)]
    assert connection.execute("select row_key, arithmetic from gate.offending order by all").fetchall() == [
        ("b", "9.0 > 5"),
        ("d", "7.0 > 5"),
    ]
    assert found(connection) == OFFENDING


@pytest.mark.parametrize("how", [BY_PREDICATE, BY_QUERY], ids=["predicate", "query"])
def test_a_rule_passes_if_great_expectations_says_so_whatever_its_rows(connection, monkeypatch, how):
    monkeypatch.setattr(ExpectNoOffendingRow, "_validate", verdict(True))
    assert check(connection, rule(**how)) == [("passed", 0)]
    assert found(connection) == []


@pytest.mark.parametrize("how", [BY_PREDICATE, BY_QUERY], ids=["predicate", "query"])
def test_a_rule_fails_if_great_expectations_says_so_whatever_its_rows(connection, monkeypatch, how):
    connection.execute("update staging.visits set value = 1")
    assert check(connection, rule(**how)) == [("passed", 0)]
    monkeypatch.setattr(ExpectNoOffendingRow, "_validate", verdict(False))
    assert check(connection, rule(**how)) == [("failed", 0)]


def test_the_number_of_the_metric_is_what_is_judged(connection, monkeypatch):
    monkeypatch.setattr(DuckDBExecutionEngine, "count_offending", lambda engine, batch, kwargs: 0)
    assert check(connection, rule(**BY_PREDICATE), rule(2, **BY_QUERY)) == [("passed", 0), ("passed", 0)]


def test_no_predicate_and_no_query_is_run_outside_great_expectations(connection, monkeypatch):
    """A function in the SQL of the rules notes whether Great Expectations is computing its metrics when a row is asked."""
    asked_within, is_computing = [], False
    compute = DuckDBExecutionEngine.resolve_metrics

    def resolve_metrics(*arguments, **named):
        nonlocal is_computing
        is_computing = True
        try:
            return compute(*arguments, **named)
        finally:
            is_computing = False

    def is_large(value):
        asked_within.append(is_computing)
        return value > 5

    monkeypatch.setattr(DuckDBExecutionEngine, "resolve_metrics", resolve_metrics)
    connection.create_function("is_large", is_large, ["double"], "boolean", side_effects=True)
    rules = [rule(where="is_large(value)"), rule(2, query="select row_key from {batch} where is_large(value)")]
    assert check(connection, *rules) == [("failed", 2), ("failed", 2)]
    assert len(asked_within) == 2 * 3 and all(asked_within), "three values are filled, each asked once by each rule"


def test_nothing_is_found_where_the_metric_is_not_computed(connection, monkeypatch):
    def no_metric(*arguments, **named):
        raise ArithmeticError("not today")

    monkeypatch.setattr(DuckDBExecutionEngine, "resolve_metrics", no_metric)
    assert check(connection, rule(**BY_PREDICATE), rule(2, **BY_QUERY)) == [("error", 0), ("error", 0)]
    assert connection.execute("select * from gate.offending").fetchall() == []


def test_all_predicates_of_a_table_are_found_in_one_pass(connection, monkeypatch):
    passes = []
    monkeypatch.setattr(
        "pipelines.gate.expectation_engine.find_by_predicate",
        lambda registry, rules: passes.append([one.where for one in rules]) or {one.position: 0 for one in rules},
    )
    check(connection, *(rule(number, where=f"value > {number}") for number in range(40)))
    assert passes == [[f"value > {number}" for number in range(40)]]


def test_rules_that_cannot_run_take_nothing_from_the_others(connection):
    """Two that cannot be bound and one that fails at a row, by predicate and by query: each with its own fault."""
    no_number, no_column = "cast(row_key as integer) > 1", "no_such_column > 1"
    rules = [
        rule(1, where=no_number),
        rule(2, **BY_PREDICATE),
        rule(3, where=no_column),
        rule(4, query=f"select row_key from {{batch}} where {no_number}"),
        rule(5, **BY_QUERY),
        rule(6, where="value is null"),
    ]
    book = SimpleNamespace(rules=lambda layer, table: rules, schema=lambda layer, table: None)
    outcomes = check_table(connection, open_datasource(connection), "staging", "visits", book)
    assert [(one.outcome, one.findings) for one in outcomes] == [
        ("error", 0), ("failed", 2), ("error", 0), ("error", 0), ("failed", 2), ("failed", 1)
    ]  # fmt: skip
    assert [one.fault.split(":")[0] for one in outcomes if one.fault] == ["Conversion Error", "Binder Error", "Conversion Error"]
    assert found(connection) == ["b", "b", "c", "d", "d"]
    connection.begin()  # raises where a transaction is left open


def test_a_table_that_has_changed_is_seen_as_it_is_now(connection):
    datasource = open_datasource(connection)
    about_all = rule(2, expectation=("ExpectTableRowCountToBeBetween", {"max_value": 4}))
    book = SimpleNamespace(rules=lambda layer, table: (rule(**BY_PREDICATE), about_all), schema=lambda layer, table: None)

    def ended():
        return [(one.outcome, one.findings) for one in check_table(connection, datasource, "staging", "visits", book)]

    assert ended() == [("failed", 2), ("passed", 0)]
    connection.execute("insert into staging.visits values ('e', 'P1', 8)")
    assert ended() == [("failed", 3), ("failed", 1)]
    connection.execute("create or replace table staging.visits as select 'f' as row_key, 'P1' as patient_id, 6.0 as value")
    assert ended() == [("failed", 1), ("passed", 0)]


def test_what_the_metric_takes_is_what_the_expectation_says():
    assert set(OffendingRows.value_keys) <= set(ExpectNoOffendingRow.__fields__)


def test_the_configuration_is_made_once_and_anew_for_an_expectation_that_became_another():
    expectation = ExpectNoOffendingRow(rule="XX-001", where="value > 5")
    expectation.id = "one"
    once = expectation.configuration
    assert expectation.configuration is once and once.id == "one"
    expectation.id = "other"
    assert expectation.configuration.id == "other"


@pytest.mark.slow
def test_a_run_ends_as_great_expectations_says(small_drop, monkeypatch):  # noqa: F811
    def against_one(self, metrics, runtime_configuration=None, execution_engine=None):
        return {"success": not self.rule.startswith("CR-010 patient_is_in_one_arm"), "result": {}}

    assert small_drop.run() == 0
    monkeypatch.setattr(ExpectNoOffendingRow, "_validate", against_one)
    small_drop.append("procedures", "00000003,2023-11-20,TACE,")  # another run, for a release that is there is not made again
    assert small_drop.run() == 3
    assert small_drop.status["message"].startswith("stopped by CR-010 on cohort.patients: a patient is not in exactly one arm")
    rules = json.loads((small_drop.data / "out" / "results.json").read_text(encoding="utf-8"))["rules"]
    ended = {one["outcome"] for one in rules if one["name"] == "patient_is_in_one_arm_with_one_index_date"}
    assert ended == {"failed"}
