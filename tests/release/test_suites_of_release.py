"""The suites of a release: Great Expectations loads them from its own JSON, and says of the released tables what the run has said."""

import json
from collections import defaultdict

import great_expectations as gx
import polars as pl
import pytest

from pipelines.release.ask_again import ask_again
from pipelines.settings.rules_in_force import AS_WRITTEN
from pipelines.warehouse.table_files import layer_tables
from tests.small_drop import SmallDrop, put_faults_in, signals_kept
from tests.whole_path import slow_to_make


@pytest.fixture(scope="module")
@slow_to_make
def taken(tmp_path_factory):
    """A release of the small drop with faults in it, some of which are rejected and some only asked about."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("suites") / "hospital")
        put_faults_in(drop)
        drop.append("labs", "00000002,AST,3000,U/L,2023-02-02")  # possible, but not usual
        drop.append("labs", "00000003,PLT,1200,10^3/uL,2023-02-03")
        drop.append("adverse_events", "00000002,Nausea,1,2023-03-13,2023-03-11,NONE")  # ends before it starts
        assert drop.run() == 0
        yield drop


@pytest.fixture(scope="module")
def again(taken):
    """What the released tables say again: of each rule by layer, table, number and name, whether it holds."""
    said = defaultdict(list)
    for *rule, holds in ask_again(taken.current):
        said[tuple(rule)].append(holds)
    return said


def suites_below(folder):
    return {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json"))}


def test_the_cohort_says_again_what_the_run_said(taken, again):
    run = defaultdict(list)
    for one in json.loads((taken.current / "results.json").read_text(encoding="utf-8"))["rules"]:
        run[one["layer"], one["table"], one["rule"], one["name"]].append(one["outcome"] != "failed")
    of_cohort = {rule: sorted(holds) for rule, holds in again.items() if rule[0] == "cohort"}
    assert of_cohort == {rule: sorted(run[rule]) for rule in of_cohort}
    assert (
        len(of_cohort) > 40 and any(False in holds for holds in of_cohort.values()) and any(True in holds for holds in of_cohort.values())
    )


def test_accepted_rows_say_again_what_was_found_in_them(taken, again):
    """A rule holds if none of its findings is of a row that was accepted."""
    findings = pl.read_parquet(taken.data / "restricted" / "current" / "findings.parquet")
    found = defaultdict(set)
    for table, rule, name, row_key in findings.select("table", "rule", "name", "row_key").rows():
        found[table, rule, name].add(row_key)
    accepted = {table: {row["row_key"] for row in taken.rows(f"accepted/{table}")} for table in layer_tables("staging")}
    of_accepted = {rule[1:]: all(holds) for rule, holds in again.items() if rule[0] == "accepted"}
    assert of_accepted == {rule: not found[rule] & accepted[rule[0]] for rule in of_accepted}
    assert {name for (_, _, name), holds in of_accepted.items() if not holds} >= {
        "ast_alt_is_usual",
        "plt_is_usual",
        "adverse_event_does_not_end_before_it_starts",
    }


def test_a_changed_table_is_not_what_was_released(taken, tmp_path):
    import shutil

    release = tmp_path / "release"
    shutil.copytree(taken.current.resolve(), release)
    path = release / "cohort" / "patients.parquet"
    pl.read_parquet(path).with_columns(os_days=pl.lit(None, pl.Int64)).write_parquet(path)
    name = "patient_has_all_parameters"
    assert {(rule, holds) for *_, rule, holds in ask_again(release) if rule == name} == {(name, False)}


def test_every_rule_that_great_expectations_judges_is_in_one_suite(taken):
    written = defaultdict(set)
    for path, suite in suites_below(taken.current / "expectations").items():
        if path.parent.name != "accepted":
            written[suite["name"]] |= {(each["meta"]["position"], each["meta"]["name"]) for each in suite["expectations"]}
    for layer in ("staging", "cohort"):
        for table in layer_tables(layer):
            judged = {
                (position, rule.name)
                for position, rule in enumerate(AS_WRITTEN.rules(layer, table))
                if rule.where or rule.query or rule.expectation or rule.parent_table
            }
            assert judged <= written[f"{layer}.{table}"], f"{layer}.{table}"
            assert {position for position, _ in written[f"{layer}.{table}"] if position >= 0} == {position for position, _ in judged}


def test_what_is_not_released_is_asked_of_nothing_that_is(taken):
    folder = taken.current / "expectations"
    assert {path.name for path in folder.iterdir()} == {"accepted", "cohort", "unreleased"}
    assert {path.name for path in (folder / "unreleased").iterdir()} == {"staging", "quarantine", "cohort"}
    alone = suites_below(folder / "accepted") | suites_below(folder / "cohort")
    text = json.dumps([suite["expectations"] for suite in alone.values()])
    assert not any(f"{layer}." in text for layer in ("staging", "quarantine", "raw", "derived", "reference"))


def test_a_suite_is_the_json_of_great_expectations_and_says_by_itself_what_it_asks(taken):
    for path, content in suites_below(taken.current / "expectations").items():
        suite = gx.ExpectationSuite(**content)
        assert suite.name == f"{path.parent.name}.{path.stem}"
        assert suite.to_json_dict() == content
        assert "getvariable" not in path.read_text(encoding="utf-8"), "the settings of the run are filled in"
