"""The gate: every rule is judged on the rows that are there, findings name the offending rows, and what cannot run is an error."""

import datetime as dt
import json
from types import SimpleNamespace

import duckdb
import pandera.polars as pa
import polars as pl
import pytest
from pandera.config import config_context

from pipelines.contract import layer_tables, table_rules
from pipelines.expectation_engine import check_suite, open_datasource
from pipelines.gate import check_layer
from pipelines.load import load_drop
from pipelines.load_settings import load_settings
from pipelines.part import build_set_aside_rows, part_rows
from pipelines.reference import build_reference
from pipelines.warehouse import build_layer, load_macros, open_warehouse
from schemas.rule import BrokenRule, Rule
from schemas.staging_schema import schema_of
from tests.small_drop import AS_OF, KEY, SmallDrop, put_faults_in, small_drop  # noqa: F401
from tests.warehouse_of import ACCEPTED, PAPER, frame_of, set_variables, types_of

RULE = {
    "id": "XX-001",
    "name": "value_is_small",
    "category": "test",
    "when_null": "passes",
    "message": "the value is not small",
    "action": "none",
    "citation": "none",
}


def value_rule(level="reject", **how):
    return Rule(**RULE, level=level, columns=("value",), **how)


@pytest.fixture
def check(monkeypatch):
    """Check drawn rows of labs by the rules of the test alone; return the outcomes and the findings (rule, level, row)."""

    def _check(rows, *rules, schema_rules=()):
        connection = open_warehouse()
        set_variables(connection)
        drawn = frame_of("labs", rows)
        connection.register("drawn", drawn)
        connection.execute("create table staging.labs as from drawn")

        module = SimpleNamespace(SCHEMA=schema_of(types_of("staging", "labs"), schema_rules)) if schema_rules else None
        monkeypatch.setattr("pipelines.gate.layer_tables", lambda layer: ("labs",))
        monkeypatch.setattr("pipelines.gate.table_rules", lambda layer, table: (*schema_rules, *rules))
        monkeypatch.setattr("pipelines.gate.table_schema", lambda layer, table: module)
        outcomes = check_layer(connection, "staging")
        return [one.outcome for one in outcomes], connection.execute("select rule, level, row_key from findings order by all").fetchall()

    return _check


ROWS = [{"row_key": "a", "value": 1.0}, {"row_key": "b", "value": 9.0}, {"row_key": "c", "value": None}, {"row_key": "b#2", "value": 9.0}]


def test_offending_rows_are_found_and_exact_copies_left_out(check):
    assert check(ROWS, value_rule(where="value > 5")) == (["failed"], [("XX-001", "reject", "b")])


def test_null_is_what_the_predicate_says(check):
    assert check(ROWS, value_rule(where="value is null or value > 5"))[1] == [("XX-001", "reject", "b"), ("XX-001", "reject", "c")]


def test_rule_that_holds_has_passed(check):
    assert check(ROWS, value_rule(where="value > 10")) == (["passed"], [])


def test_rule_that_saw_no_row_is_not_applicable(check):
    assert check([], value_rule(where="value > 5")) == (["not applicable"], [])


def test_rule_without_its_setting_would_pass_in_silence_so_the_settings_reach_great_expectations(check):
    rule = value_rule(where="collected_date > getvariable('as_of')")
    rows = [{"row_key": "a", "collected_date": PAPER["as_of"]}, {"row_key": "b", "collected_date": PAPER["as_of"].replace(year=2025)}]
    assert check(rows, rule) == (["failed"], [("XX-001", "reject", "b")])


def test_query_may_join_and_group(check):
    query = "select l.row_key from (select * from {batch}) as l where l.value = (select max(value) from (select * from {batch}))"
    assert check(ROWS, value_rule("flag", query=query))[1] == [("XX-001", "flag", "b")]


def test_rule_about_a_whole_table_has_one_finding_without_a_row(check):
    rule = value_rule("flag", expectation=("ExpectTableRowCountToBeBetween", {"min_value": 100}))
    assert check(ROWS, rule) == (["failed"], [("XX-001", "flag", None)])


def test_schema_rules_find_their_rows(check):
    assert check(ROWS, schema_rules=[value_rule(check=pa.Check.lt(5))]) == (["failed"], [("XX-001", "reject", "b")])
    assert check(ROWS, schema_rules=[value_rule(not_null=True)]) == (["failed"], [("XX-001", "reject", "c")])


@pytest.mark.parametrize(
    "how",
    [
        {"where": "no_such_column > 1"},
        {"where": "value >"},
        {"query": "select value from {batch} where value > 5"},  # selects no row_key
        {"query": "select row_key from staging.no_such_table"},
        {"where": "cast(row_key as integer) > 1"},
        {"expectation": ("ExpectColumnMaxToBeBetween", {"column": "no_such_column", "max_value": 1})},
    ],
    ids=lambda how: str(next(iter(how.values()))),
)
def test_rule_that_cannot_run_is_an_error_and_no_finding(check, capfd, how):
    rows = [{"row_key": "row of 7777.77", "value": 7777.77}]
    with pytest.raises((BrokenRule, duckdb.Error)) as caught:
        check(rows, value_rule(**how))
    if isinstance(caught.value, BrokenRule):
        assert "XX-001 (value_is_small) could not be run on staging.labs" in str(caught.value)
        assert "7777" not in str(caught.value)
    said = capfd.readouterr()
    assert "7777" not in said.out + said.err, "the libraries print nothing of a row"


def test_check_that_raises_is_an_error_and_no_finding(check, capfd):
    def explode(data):
        raise ValueError("no good: 7777.77")

    with pytest.raises(BrokenRule):
        check([{"row_key": "a", "value": 7777.77}], schema_rules=[value_rule(check=pa.Check(explode))])
    said = capfd.readouterr()
    assert "7777" not in said.out + said.err


def test_column_of_another_type_is_an_error_and_no_finding(check, monkeypatch):
    rule = value_rule(check=pa.Check.lt(5))
    with pytest.raises(BrokenRule, match="does not have the columns and types of its schema"):
        check(
            ROWS, schema_rules=[rule.on("value", check=pa.Check(lambda data: data.lazyframe.select(pl.col(data.key).str.len_chars() > 1)))]
        )


def test_rules_that_the_environment_switches_off_are_still_judged(check):
    with config_context(validation_enabled=False):  # what PANDERA_VALIDATION_ENABLED=False does
        assert check(ROWS, schema_rules=[value_rule(check=pa.Check.lt(5))])[0] == ["failed"]


def test_no_rule_of_an_empty_registry_is_passed_or_failed():
    connection = open_warehouse()
    set_variables(connection)
    for table in ACCEPTED:
        connection.register("drawn", frame_of(table, []))
        connection.execute(f"create table staging.{table} as from drawn")
    outcomes = check_layer(connection, "staging")
    assert len(outcomes) > 100 and {one.outcome for one in outcomes} == {"not applicable"}
    assert {one.outcome for one in part_rows(connection)} == {"not applicable"}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """The small drop with faults, taken as far as the cohort."""
    drop = SmallDrop(tmp_path_factory.mktemp("faulty") / "hospital")
    put_faults_in(drop)
    drop.append("patients", "00000007,1950-01-01,M,C22.0,2022-12-01")
    drop.append("drug_administrations", "00000007,2024-09-01,5-FU,HA,1,1,850,mg,1.75,")  # HAIC after the study window
    settings = load_settings(drop.config)
    connection = open_warehouse()
    load_drop(connection, drop.drop, settings, bytes.fromhex(KEY))
    build_reference(connection, settings, dt.date.fromisoformat(AS_OF))
    build_layer(connection, "staging")
    check_layer(connection, "staging")
    part_rows(connection)
    build_set_aside_rows(connection)
    load_macros(connection, "formulas")
    build_layer(connection, "cohort")
    return connection


def test_great_expectations_and_our_query_agree_on_every_rule(faulty):
    """A setting or a macro that only one of the two connections knows would make the other one pass in silence."""
    datasource = open_datasource(faulty)
    disagreed, found, compared = [], set(), 0
    for layer in ("staging", "cohort"):
        for table in layer_tables(layer):
            queries = [
                (str(n), rule, rule.query or f"select row_key from {{batch}} where {rule.where}")
                for n, rule in enumerate(table_rules(layer, table))
                if rule.where or rule.query
            ]
            (rows,) = faulty.execute(f"select count(*) from {layer}.{table}").fetchall()[0]
            verdicts = check_suite(datasource, layer, table, queries) if queries and rows else {}
            for name, rule, query in queries if rows else ():
                ours = not faulty.execute(query.replace("{batch}", f"{layer}.{table}")).fetchall()
                compared += 1
                found |= set() if ours else {rule.id}
                if verdicts[name] is not ours:
                    disagreed.append((layer, table, rule.id, rule.name, verdicts[name], ours))
    assert disagreed == []
    assert compared > 60
    assert {"PT-001", "PT-004"} <= found, "as_of and study_window are settings"


def test_broken_rule_ends_the_run_with_1_and_publishes_nothing(small_drop, monkeypatch, capfd):  # noqa: F811
    monkeypatch.setattr("pipelines.gate.table_rules", lambda layer, table: (value_rule(where="cast(row_key as integer) > 1"),))
    assert small_drop.run() == 1
    said = capfd.readouterr()
    assert "a fault of the program (BrokenRule: XX-001 (value_is_small) could not be run on staging.adverse_events)" in said.err
    assert small_drop.status["state"] == "failed" and small_drop.status["findings"] == {}
    assert not small_drop.current.exists()
    assert "Traceback" not in said.err
    (log,) = (small_drop.data / "restricted" / "logs").iterdir()
    assert "BrokenRule" in log.read_text() and log.stat().st_mode & 0o077 == 0
    assert json.dumps(small_drop.status).count("XX-001") == 1
