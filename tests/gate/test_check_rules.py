"""The gate: every rule is judged on the rows that are there, findings name the offending rows, and what cannot run is an error."""

import datetime as dt
import json
from types import SimpleNamespace

import polars as pl
import pytest
from pandera.config import config_context

from pipelines.drop.inventory import inventory_drop
from pipelines.gate.check_rules import check_layer
from pipelines.gate.quarantine import part_rows
from pipelines.raw.load_drop import load_drop
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.build_tables import build_layers, build_table, load_macros, open_warehouse, put_frame
from pipelines.warehouse.reference_tables import build_reference
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import table_rules
from schemas.column_check import holds, holds_where
from schemas.rule import BrokenRule, Escalation, Rule
from schemas.staging_schema import schema_of
from tests.quarantine_of import forget_findings
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


@pytest.fixture(scope="module")
def warehouse():
    with open_warehouse() as connection:
        set_variables(connection)
        yield connection


@pytest.fixture
def check(monkeypatch, warehouse):
    """Check drawn rows of labs by the rules of the test alone; return the outcomes and the findings (rule, level, row)."""

    def _check(rows, *rules, schema_rules=()):
        connection = warehouse
        forget_findings(connection)
        put_frame(connection, "staging.labs", frame_of("labs", rows))

        schema = schema_of(types_of("staging", "labs"), schema_rules) if schema_rules else None
        book = SimpleNamespace(rules=lambda layer, table: (*schema_rules, *rules), schema=lambda layer, table: schema)
        monkeypatch.setattr("pipelines.gate.check_rules.layer_tables", lambda layer: ("labs",))
        _check.outcomes = check_layer(connection, "staging", book=book)
        _check.findings = connection.execute("select rule, level, row_key, message, arithmetic from gate.findings order by all").fetchall()
        return [one.outcome for one in _check.outcomes], [found[:3] for found in _check.findings]

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


def test_rows_are_those_of_which_the_rule_speaks(check):
    check(ROWS, value_rule(where="value > 5"), value_rule("flag", where="value > 5", applies="value is not null"))
    assert [one.rows for one in check.outcomes] == [3, 2], "the exact copy b#2 is none of them"
    check(
        ROWS,
        schema_rules=[
            value_rule(check=holds("lt", 5)),
            value_rule("flag", not_null=True),
            value_rule("stop", check=holds("lt", 5)).on("value", when_null="fails"),
        ],
    )
    assert [one.rows for one in check.outcomes] == [2, 3, 3]


def test_rule_that_speaks_of_no_row_is_not_applicable(check):
    assert check(ROWS, value_rule(where="value > 5 and test = 'AFP'", applies="test = 'AFP'"))[0] == ["not applicable"]


def test_thresholds_and_arithmetic_stand_in_the_finding(check):
    rule = value_rule(where="value > {most}", thresholds={"most": 5.0}, shows="format('{:.1f} > {most}', value)").on(
        "value", message="the value is above {most}"
    )
    check(ROWS, rule)
    assert check.findings == [("XX-001", "reject", "b", "the value is above 5", "9.0 > 5")]
    by_query = {"query": "select row_key from {batch} where value > {most}", "thresholds": {"most": 5.0}, "shows": "value || ' > {most}'"}
    check(ROWS, value_rule(**by_query))
    assert check.findings[0][-1] == "9.0 > 5"
    check(ROWS, schema_rules=[value_rule(check=lambda limits: holds("le", limits["most"]), thresholds={"most": 5.0}, shows="value || '!'")])
    assert check.findings[0][-1] == "9.0!"


def test_arithmetic_that_cannot_be_made_is_an_error(check):
    no_number = {"shows": "cast(row_key as integer)"}
    assert check(ROWS, value_rule(where="value > 5", **no_number))[0] == ["error"]
    assert check(ROWS, schema_rules=[value_rule(check=holds("lt", 5), **no_number)]) == (["error"], [])
    two = [value_rule(check=holds("lt", 5), **no_number), value_rule("flag", not_null=True)]
    assert check(ROWS, schema_rules=two) == (["error", "failed"], [("XX-001", "flag", "c")])


def many(good, bad):
    return [{"row_key": f"r{n:02d}", "patient_id": f"P{n % 8}", "value": 9.0 if n < bad else 1.0} for n in range(good + bad)]


# more than 20 % of the rows, and more than 5: 6 of 30 are 20 %, 5 of 10 are five, 7 of 30 are 23.3 %
@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (24, 6, None),
        (5, 5, None),
        (23, 7, "7 of 30 rows (23.3 %), more than 20 % and more than 5: the value is not small"),
        (0, 6, "6 of 6 rows (100.0 %), more than 20 % and more than 5: the value is not small"),
    ],
)
@pytest.mark.parametrize("level", ["flag", "stop"])
def test_many_findings_of_one_rule_say_something_of_the_table(check, good, bad, said, level):
    rule = value_rule(where="value > 5", escalation=Escalation(above_pct=20.0, level=level))
    outcomes, findings = check(many(good, bad), rule)
    assert outcomes == ["failed"]
    about_the_table = [(level, message) for _, level, row_key, message, _ in check.findings if row_key is None]
    assert about_the_table == ([(level, said)] if said else [])
    assert check.outcomes[0].stops == (said if said and level == "stop" else "")
    assert len(findings) == bad + bool(said)


def test_an_escalation_may_count_patients(check):
    # nine of 30 rows, of six of eight patients
    rows = [{**row, "value": 9.0 if row["patient_id"] < "P6" and n < 12 else 1.0} for n, row in enumerate(many(30, 0))]
    check(rows, value_rule(where="value > 5", escalation=Escalation(above_pct=50.0, of="patients")))
    assert check.outcomes[0].escalated == "6 of 8 patients (75.0 %), more than 50 % and more than 5: the value is not small"


def test_rule_about_a_whole_table_has_one_finding_without_a_row(check):
    rule = value_rule("flag", expectation=("ExpectTableRowCountToBeBetween", {"min_value": 100}))
    assert check(ROWS, rule) == (["failed"], [("XX-001", "flag", None)])


def test_schema_rules_find_their_rows(check):
    assert check(ROWS, schema_rules=[value_rule(check=holds("lt", 5))]) == (["failed"], [("XX-001", "reject", "b")])
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
    good = value_rule("flag", where="value > 5").on("value", id="XX-002")
    outcomes, findings = check(rows, value_rule(**how), good)
    assert outcomes == ["error", "failed"], "all other rules are run"
    assert findings == [("XX-002", "flag", "row of 7777.77")]
    said = capfd.readouterr()
    assert "7777" not in said.out + said.err, "the libraries print nothing of a row"
    assert check.outcomes[0].fault, "why is kept for the restricted log"


def test_check_that_raises_is_an_error_and_no_finding(check, capfd):
    def explode(data):
        raise ValueError("no good: 7777.77")

    rules = [value_rule(check=holds_where(explode)), value_rule("flag", check=holds("lt", 5))]
    assert check([{"row_key": "a", "value": 7777.77}], schema_rules=rules) == (["error", "failed"], [("XX-001", "flag", "a")])
    said = capfd.readouterr()
    assert "7777" not in said.out + said.err


def test_check_for_another_type_is_an_error_and_no_finding(check):
    rule = value_rule(check=holds_where(lambda data: data.lazyframe.select(pl.col(data.key).str.len_chars() > 1)))
    assert check(ROWS, schema_rules=[rule]) == (["error"], [])


def test_table_with_other_columns_than_its_schema_is_a_fault_of_the_program(check, monkeypatch):
    types = types_of("staging", "labs")
    monkeypatch.setitem(globals(), "types_of", lambda layer, table: {**types, "value": pl.String})
    with pytest.raises(BrokenRule, match=r"staging\.labs does not have the columns and types of its schema \(column value"):
        check(ROWS, schema_rules=[value_rule(not_null=True)])


def test_rules_that_the_environment_switches_off_are_still_judged(check):
    with config_context(validation_enabled=False):  # what PANDERA_VALIDATION_ENABLED=False does
        assert check(ROWS, schema_rules=[value_rule(check=holds("lt", 5))])[0] == ["failed"]


def test_no_rule_of_an_empty_registry_is_passed_or_failed():
    connection = open_warehouse()
    set_variables(connection)
    for table in ACCEPTED:
        connection.register("drawn", frame_of(table, []))
        connection.execute(f"create table staging.{table} as from drawn")
    for name in ("staging", "reading", "formulas"):
        load_macros(connection, name)
    build_layers(connection, "derived")  # of what is derived some rules say for which rows they speak
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
    load_drop(connection, inventory_drop(drop.drop, settings), settings, bytes.fromhex(KEY))
    build_reference(connection, settings, dt.date.fromisoformat(AS_OF))
    build_layers(connection, "staging", "derived")
    check_layer(connection, "staging")
    part_rows(connection)
    load_macros(connection, "formulas")
    build_table(connection, table_file("quarantine", "numbers_without_zeros"), "quarantine")
    build_layers(connection, "reference", "cohort")
    return connection


@pytest.mark.slow
def test_great_expectations_judges_every_rule_by_the_rows_that_its_own_query_selects(faulty):
    """All predicates in one pass find what each of them finds alone; a rule that could not be judged would be an error."""
    outcomes = [one for layer in ("staging", "cohort") for one in check_layer(faulty, layer)]
    disagreed, found = [], set()
    for one in outcomes:
        if one.rule.where or one.rule.query:
            select = one.rule.filled(one.rule.query or f"select row_key from {{batch}} where {one.rule.where}")
            select = f"select distinct row_key from ({select.replace('{batch}', f'{one.layer}.{one.table}')}) where not is_copy(row_key)"
            alone = len(faulty.execute(select).fetchall())
            found |= {one.rule.id} if alone else set()
            if one.findings != alone or one.outcome == "error":
                disagreed.append((one.layer, one.table, one.rule.id, one.rule.name, one.outcome, one.findings, alone))
    assert disagreed == []
    assert len(outcomes) > 200
    assert {"PT-001", "PT-004"} <= found, "as_of and study_window are settings"


@pytest.mark.slow
def test_rule_in_error_ends_the_run_with_1_and_publishes_nothing(small_drop, monkeypatch, capfd):  # noqa: F811
    def with_broken(layer, table):
        broken = (value_rule(where="cast(row_key as integer) > 1"),) if (layer, table) == ("staging", "labs") else ()
        return (*table_rules(layer, table), *broken)

    small_drop.append("procedures", "00000003,2025-11-20,TACE,")
    monkeypatch.setattr("pipelines.settings.rules_in_force.table_rules", with_broken)
    assert small_drop.run() == 1
    said, status = capfd.readouterr(), small_drop.status
    assert "a fault of the program: XX-001 (value_is_small) on staging.labs could not be run; all other rules were" in said.err
    assert (status["state"], status["rules_in_error"]) == ("failed", ["XX-001 (value_is_small) on staging.labs"])
    assert status["findings"]["PT-001"] == 1
    assert not small_drop.current.exists()
    assert "Traceback" not in said.err
    (log,) = (small_drop.data / "restricted" / "logs").iterdir()
    assert "Conversion Error" in log.read_text() and log.stat().st_mode & 0o077 == 0
    results = json.loads((small_drop.data / "out" / "results.json").read_text())
    (rule,) = [one for one in results["rules"] if one["rule"] == "XX-001"]
    assert (rule["outcome"], rule["findings"]) == ("error", 0)
    assert "Conversion" not in json.dumps(results)
