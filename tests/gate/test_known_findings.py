"""A rule that stops on new findings only: what the last release had already passes, one more row or one more finding does not."""

import polars as pl
import pytest

from pipelines.gate.check_rules import Outcome
from pipelines.gate.known_findings import hold_known
from pipelines.gate.self_test.draw_cases import put_typed
from pipelines.settings.rules_in_force import changed_rule, wrong_changes
from pipelines.settings.sections import RuleChange
from pipelines.warehouse.build_tables import open_warehouse
from pipelines.warehouse.table_files import table_rules
from tests.small_drop import SmallDrop, small_drop  # noqa: F401

STOPS = RuleChange(level="stop", only_new=True, reason="nothing new of this kind")
ASKS = next(rule for rule in table_rules("staging", "labs") if rule.level == "flag" and rule.where)
RULE = changed_rule(ASKS, STOPS)


def found(*row_keys: str | None, table: str = "labs") -> list[dict]:
    """Draw findings of the rule."""
    of_rule = {"layer": "staging", "table": table, "rule": RULE.id, "name": RULE.name, "columns": ", ".join(RULE.columns)}
    return [{**of_rule, "row_key": key} for key in row_keys]


@pytest.mark.parametrize(
    ("then", "now", "stops"),
    [
        (found("a", "b"), found("a", "b"), False),
        (found("a", "b"), found("a"), False),
        (found("a"), found("b"), True),
        (found("a", "b"), found("a", "b", "c"), True),
        (found("a", None), found("a", None), False),  # of the whole table
        (found("a"), found("a", None), True),
        (found("a", table="lesions"), found("a"), True),
        (None, found("a"), True),  # there is no last release
    ],
)
def test_which_findings_stop(tmp_path, then, now, stops):
    connection = open_warehouse()
    put_typed(connection, "quarantine.findings", now)
    if then is not None:
        pl.DataFrame(then).write_parquet(tmp_path / "findings.parquet")
    outcome = Outcome(RULE, "staging", "labs", "failed", rows=9, findings=len(now))
    (held,) = hold_known(connection, [outcome], tmp_path if then is not None else None)
    assert bool(held.stops) is stops
    (always,) = hold_known(connection, [Outcome(changed_rule(ASKS, STOPS.model_copy(update={"only_new": False})), *OF)], tmp_path)
    assert always.stops, "a rule that stops on any finding still does"


OF = ("staging", "labs", "failed", 9, 1)


@pytest.mark.parametrize(
    ("rule", "change", "is_wrong"),
    [
        (ASKS.name, STOPS, False),
        (ASKS.name, RuleChange(only_new=True, reason="r"), True),  # it only asks
        ("the_dead_stay_dead", STOPS, True),  # it stops in the book, and is held against the last release by itself
        ("most_rows_of_a_table_are_accepted", STOPS, True),
    ],
)
def test_where_the_settings_may_say_so(rule, change, is_wrong):
    said = [sentence for sentence in wrong_changes({rule: change}) if "only_new" in sentence]
    assert bool(said) is is_wrong


@pytest.mark.slow
def test_known_findings_block_no_night_and_a_new_one_does(small_drop: SmallDrop):  # noqa: F811
    small_drop.append("adverse_events", "00000001,Nausea,1,2023-02-11,2023-02-01,NONE")  # ends before it begins: PT-007 asks
    assert small_drop.run() == 0
    rule = next(row["rule"] for row in small_drop.findings() if row["table"] == "adverse_events" and row["level"] == "flag")
    settings = small_drop.config.read_text(encoding="utf-8")
    small_drop.config.write_text(
        f'{settings}\n[rules."{rule}"]\nlevel = "stop"\nonly_new = true\nreason = "no more of them"\n', encoding="utf-8"
    )
    assert small_drop.run() == 0
    small_drop.append("adverse_events", "00000001,Fever,1,2023-03-11,2023-03-01,NONE")
    assert small_drop.run() == 3 and rule in small_drop.status["message"]
