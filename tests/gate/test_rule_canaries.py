"""Canaries of the rules: every run plants a breaking case per rule, and a rule that does not catch its own ends the run in error."""

import json
from dataclasses import replace
from importlib import import_module

import polars as pl
import pytest

from pipelines.gate.check_rules import Outcome
from pipelines.gate.self_test import canaries
from pipelines.gate.self_test.canaries import LAYERS, Canary, _caught, draw_canaries, hold_canaries, sample_drop
from pipelines.settings.rules_in_force import all_rules
from pipelines.warehouse.build_tables import fill_table, open_warehouse
from schemas.column_check import holds_where
from schemas.staging_schema import schema_of
from tests.conftest import FIND, PLANT
from tests.small_drop import SmallDrop, signals_kept

NEVER = holds_where(lambda data: data.lazyframe.select(pl.lit(True)))
BROKEN = [  # a predicate, a query and a pandera check, each made so that it never fires
    ("expectations.staging.follow_up", lambda rule: bool(rule.where), {"where": "false"}),
    ("expectations.cohort.checks.reader_pairs", lambda rule: rule.id == "IR-007", {"query": "select row_key from {batch} where false"}),
    ("schemas.staging.assessments", lambda rule: rule.check is not None, {"check": NEVER}),
]


@pytest.fixture(autouse=True)
def every_run_plants_and_catches_its_own(monkeypatch):
    monkeypatch.setattr(canaries, "plant_canaries", PLANT)
    monkeypatch.setattr(canaries, "find_canaries", FIND)


@pytest.fixture(scope="module")
def drop(tmp_path_factory):
    """The small drop, not yet taken."""
    with signals_kept():
        yield SmallDrop(tmp_path_factory.mktemp("canaries") / "hospital")


def results_of(drop):
    return json.loads((drop.data / "out" / "results.json").read_text(encoding="utf-8"))


def break_rules(monkeypatch):
    """Break one rule of each kind where it stands; return how each is named."""
    names = []
    for module_name, is_meant, how in BROKEN:
        module = import_module(module_name)
        rule = next(rule for rule in module.RULES if is_meant(rule))
        rules = tuple(replace(each, **how) if each is rule else each for each in module.RULES)
        monkeypatch.setattr(module, "RULES", rules)
        if hasattr(module, "SCHEMA"):
            monkeypatch.setattr(module, "SCHEMA", schema_of(module.TYPES, rules))
        _, layer, *_, table = module_name.split(".")
        names.append(f"{rule.id} ({rule.name}) on {layer}.{table}")
    return names


@pytest.mark.slow
def test_rules_that_never_fire_are_in_error_by_their_canaries_alone_and_nothing_is_published(drop, monkeypatch):
    names = break_rules(monkeypatch)
    code, _, _ = drop.listen()
    assert code == 1
    assert drop.status["rules_in_error"] == sorted(names), "these rules, and no other"
    message = drop.status["message"]
    assert message.startswith("a fault of the program: ") and ": its canary was not caught" in message
    assert [name for name in names if name not in message] == []
    assert not drop.current.exists()
    ended = {(one["canary"], one["outcome"]) for one in results_of(drop)["rules"] if one["canary"] != "caught"}
    assert ended - {("", "not applicable")} == {("not caught", "error"), ("", "passed")}  # no line was counted out: CV-006
    assert sum(one["canary"] == "not caught" for one in results_of(drop)["rules"]) == 3


@pytest.mark.slow
def test_in_a_good_run_every_canary_is_caught_and_no_row_of_a_canary_is_in_the_release(drop):
    assert drop.listen()[0] == 0, drop.status["message"]
    assert drop.status["rules_in_error"] == []
    rules = results_of(drop)["rules"]
    assert {one["canary"] for one in rules if one["layer"] != "raw"} - {"caught", ""} == set()
    held_by_code = {one["rule"] for one in rules if one["canary"] == ""}
    assert held_by_code == {rule.id for _, _, rule in all_rules() if rule.held_by and not rule.is_held_by_tests}
    assert {row["source"] for row in drop.rows("accepted/patients")} == {"emr"}
    assert drop.status["tables"]["patients"]["read"] == 3


def test_every_rule_of_a_table_has_a_canary():
    drawn = {each.rule for layer in LAYERS for each in draw_canaries(layer)}
    rules = {(layer, table, rule.id, rule.name, rule.columns) for layer, table, rule in all_rules() if not rule.held_by}
    assert drawn == rules


def test_the_copy_of_the_drop_is_of_the_first_patients_by_pseudonym():
    from pipelines.gate.self_test.draw_cases import put_raw
    from pipelines.warehouse.table_files import raw_tables

    connection = open_warehouse()
    for table in raw_tables():
        put_raw(connection, table, [{"patient_id": f"H{number:02d}"} for number in reversed(range(30))] + [{"patient_id": None}])
    sample = sample_drop(connection)
    first = [f"H{number:02d}" for number in range(20)]
    assert {table: sorted(rows["patient_id"].unique()) for table, rows in sample.items()} == {table: first for table in raw_tables()}


def test_what_becomes_of_a_canary_decides_on_the_outcome():
    (layer, table, rule) = next(each for each in all_rules() if each[0] == "staging")
    passed = Outcome(rule, layer, table, "passed", 3, 0)
    name = (layer, table, rule.id, rule.name, rule.columns)
    (caught,), (missed,), (without,) = (hold_canaries([passed], its) for its in ({name: "caught"}, {name: "not caught"}, {}))
    assert (caught.outcome, caught.canary, caught.fault) == ("passed", "caught", "")
    assert (missed.outcome, missed.canary, missed.fault) == ("error", "not caught", "its canary was not caught")
    assert (without.outcome, without.canary, without.fault) == ("error", "none", "it has no canary")
    of_loading = next(each for each in all_rules() if each[2].held_by)
    assert hold_canaries([Outcome(of_loading[2], "raw", "drop", "passed", 1, 0)], {})[0].outcome == "passed"


def test_a_canary_must_be_found_at_all_of_its_own_rows():
    case = {"labs": [{}, {"is_fine": True}, {}]}
    assert Canary(("staging", "labs", "XX-001", "x", ()), 7, case, False, {}).keys == {"7:labs:0:row", "7:labs:2:row"}


WHOLE_TABLE = None  # the row of a finding that speaks of the table
FOUND = {  # its drawn rows ("fine" is none to find), whether it stands alone, rows found, whether its rule failed -> whether it is caught
    "its rows": (["row", "row"], False, ["its 0", "its 1"], True, True),
    "its rows and one of the drop": (["row", "fine"], False, ["its 0", "of the drop"], True, True),
    "one of its two rows": (["row", "row"], False, ["its 0", "of the drop"], True, False),
    "nothing": (["row"], False, [], True, False),
    "its row, by a rule that passed": (["row"], False, ["its 0"], False, False),
    "no row to find": (["fine"], False, ["of the drop"], True, False),
    "its table": (["fine"], True, [WHOLE_TABLE], True, True),
    "its table and another row": (["fine"], True, [WHOLE_TABLE, "of the drop"], True, False),
    "not its table": (["fine"], True, [], True, False),
}


def test_a_canary_is_caught_by_its_rule_at_all_of_its_own_rows():
    connection, drawn, outcomes = open_warehouse(), [], []
    (layer, table, rule) = next(each for each in all_rules() if each[:2] == ("staging", "labs") and not each[2].held_by)
    for number, (name, (rows, alone, found, is_failed, _)) in enumerate(FOUND.items()):
        own = replace(rule, name=name)
        drawn.append(
            Canary((layer, table, own.id, name, own.columns), number, {table: [{"is_fine": row == "fine"} for row in rows]}, alone, {})
        )
        outcomes.append(Outcome(own, layer, table, "failed" if is_failed else "passed", 9, len(found)))
        keys = [key and key.replace("its ", f"{number}:labs:") + ":row" for key in found]
        findings = [(own.id, own.level, layer, table, key, list(own.columns), "drawn", name, "none", None) for key in keys]
        fill_table(connection, "gate.findings", findings)
    caught = _caught(connection, drawn, outcomes)
    assert {name: said for (*_, name, _), said in caught.items()} == {
        name: "caught" if is_caught else "not caught" for name, (*_, is_caught) in FOUND.items()
    }
