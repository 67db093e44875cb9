"""The gate: has every rule of a layer judged, and keeps a finding for every offending row.

Who decides what: Great Expectations finds and judges what is true between columns, rows and tables (pipelines/gate/suites.py); pandera
what one column may hold (pipelines/gate/schema_check.py). A rule ends in one of four ways; one that could not run is an error and never
shown as bad data. What the findings do to the rows is pipelines/gate/quarantine.py's business.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import duckdb
import polars as pl
from great_expectations import ExpectationSuite

from pipelines.gate.escalation import escalate
from pipelines.gate.expectation_engine import DuckDBDatasource, open_datasource, validate
from pipelines.gate.offending_rows import COPY, Seen, count_offending, forget, row_rule, see_rules, store_offending
from pipelines.gate.schema_check import check_schema
from pipelines.gate.suites import expectations_of, is_judged_by_great_expectations, suite_of
from pipelines.settings.rules_in_force import AS_WRITTEN, RuleBook
from pipelines.warehouse.table_files import layer_tables
from schemas.rule import Rule
from schemas.staging_schema import TableSchema

TEXTS = dict.fromkeys(("layer", "table", "rule", "level", "message", "name", "action"), pl.String) | {
    "position": pl.Int32,
    "columns": pl.List(pl.String),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one rule on one table in one run."""

    rule: Rule
    layer: str
    table: str
    outcome: str  # passed | failed | not applicable | error
    rows: int  # rows it speaks of
    findings: int
    escalated: str = ""  # what its findings, being so many, say of the table
    fault: str = ""  # why it could not run: may quote a cell, and so stays in the restricted log
    is_known: bool = False  # whether the rule stops on new findings only, and has none
    canary: str = ""  # caught | not caught | none (it has no example); "" of a rule that no table holds

    @property
    def stops(self) -> str:
        """Why the run stops: the rule's own message, or that of its escalation; "" if it does not."""
        if self.is_known:
            return ""
        if self.outcome == "failed" and self.rule.level == "stop":
            return self.rule.filled(self.rule.message)
        escalation = self.rule.escalation
        return self.escalated if escalation and escalation.level == "stop" else ""


def check_layer(
    connection: duckdb.DuckDBPyConnection,
    layer: str,
    on_table: Callable[[str], None] = lambda table: None,
    book: RuleBook = AS_WRITTEN,
) -> list[Outcome]:
    """Run every rule of a layer; its findings go to gate.findings, their rows being led back by row_key."""
    datasource, outcomes = open_datasource(connection), []
    for table in layer_tables(layer):
        if not book.rules(layer, table):
            continue  # nothing guards it
        outcomes += check_table(connection, datasource, layer, table, book)
        on_table(table)
    return outcomes


def check_table(
    connection: duckdb.DuckDBPyConnection, datasource: DuckDBDatasource, layer: str, table: str, book: RuleBook
) -> list[Outcome]:
    """Run every rule of one table, and keep its findings; the rules about its parents wait until the parents are accepted."""
    seen = see_rules(connection, layer, table, book.rules(layer, table))
    own = [one for one in seen if not (one.rule.parent_table or one.rule.held_by)]
    return judge(connection, datasource, own, book.schema(layer, table))


def judge(
    connection: duckdb.DuckDBPyConnection, datasource: DuckDBDatasource, seen: Sequence[Seen], schema: TableSchema | None = None
) -> list[Outcome]:
    """Have the rules of one table judged, escalate their findings where they are too many, keep them, and return how each rule ended.

    pandera judges what one column may hold, and finds the rows; all else is found and judged by Great Expectations, whose verdict is the
    rule's.
    """
    if not seen:
        return []
    layer, table = seen[0].layer, seen[0].table
    forget(connection, layer, table, [one.position for one in seen])
    (rows,) = connection.execute(f"select count(*) from {layer}.{table} where not {COPY}").fetchall()[0]
    can_run = [one for one in seen if not one.fault and (rows or one.rule.is_about_all)]
    if rows and schema is not None:
        check_schema(connection, layer, table, schema.made(), [one for one in can_run if one.rule.check is not None or one.rule.not_null])
    failed = _judge_suite(connection, datasource, layer, table, can_run)
    counts = count_offending(connection, layer, table)
    outcomes = []
    for one in seen:
        count = counts.get(one.position, 0)
        if one.fault:
            outcomes.append(Outcome(one.rule, layer, table, "error", one.rows, 0, fault=one.fault))
            continue
        said = escalate(connection, one, count)
        if said:
            store_escalation(connection, one, said)
        is_failed = one.position in failed if is_judged_by_great_expectations(one.rule) else count > 0
        ended = "failed" if is_failed else "passed" if one.rows or one.rule.is_about_all else "not applicable"
        outcomes.append(Outcome(one.rule, layer, table, ended, one.rows, count, said))
    store_findings(connection, seen)
    return outcomes


def _judge_suite(
    connection: duckdb.DuckDBPyConnection, datasource: DuckDBDatasource, layer: str, table: str, seen: Sequence[Seen]
) -> set[int]:
    """Validate the table by the suite of its rules; return the positions of those that do not hold, the fault of others being theirs."""
    suite, by_position = _stated(connection, layer, table, seen)
    judged, failed = {}, set()
    for meta, holds, fault in validate(datasource, layer, table, suite):
        judged.setdefault(meta["position"], []).append((meta.get("row_key"), holds, fault))
    for position in {each.meta["position"] for each in suite.expectations}:
        one, verdicts = by_position[position], judged.get(position, [])
        one.fault = (
            "; ".join(dict.fromkeys(fault for _, _, fault in verdicts if fault)) if verdicts else "Great Expectations gave no verdict"
        )
        keys = [key for key, holds, _ in verdicts if not holds]
        if one.fault or not keys:
            forget(connection, layer, table, [position])
            continue
        failed.add(position)
        if one.rule.expectation:
            store_offending(connection, row_rule(one), keys)
    return failed


def _stated(
    connection: duckdb.DuckDBPyConnection, layer: str, table: str, seen: Sequence[Seen]
) -> tuple[ExpectationSuite, dict[int, Seen]]:
    """Return the suite of the rules that can be stated, and the rules by their position; why one cannot is its fault."""
    stated = []
    for one in seen:
        if is_judged_by_great_expectations(one.rule):
            try:
                stated += expectations_of(connection, one)
            except duckdb.Error as error:
                one.fault = str(error)
    return suite_of(layer, table, stated), {one.position: one for one in seen}


def store_findings(connection: duckdb.DuckDBPyConnection, seen: Sequence[Seen]) -> None:
    """Keep a finding for each offending row of the rules that could run."""
    texts = [
        {
            "layer": one.layer,
            "table": one.table,
            "position": one.position,
            "rule": one.rule.id,
            "level": one.rule.level,
            "columns": list(one.rule.columns),
            "message": one.rule.filled(one.rule.message),
            "name": one.rule.name,
            "action": one.rule.filled(one.rule.action),
        }
        for one in seen
        if not one.fault
    ]
    connection.register("texts", pl.DataFrame(texts, schema=TEXTS))
    connection.execute(
        """
        insert into gate.findings
        select t.rule, t.level, o.layer, o."table", o.row_key, t.columns, t.message, t.name, t.action, o.arithmetic
        from gate.offending as o join texts as t on t.layer = o.layer and t."table" = o."table" and t."position" = o."position"
        """
    )
    connection.unregister("texts")


def store_escalation(connection: duckdb.DuckDBPyConnection, one: Seen, said: str) -> None:
    """Keep the finding about the whole table."""
    action = f"Look for one cause behind them all. {one.rule.filled(one.rule.action)}"
    level = one.rule.escalation.level if one.rule.escalation else one.rule.level
    rule = replace(one.rule, level=level, message=said, action=action)
    store_finding(connection, rule, one.layer, one.table)


def store_finding(connection: duckdb.DuckDBPyConnection, rule: Rule, layer: str, table: str) -> None:
    """Keep one finding about a whole table, in the words of the rule."""
    connection.execute(
        "insert into gate.findings values (?, ?, ?, ?, null, ?, ?, ?, ?, null)",
        [rule.id, rule.level, layer, table, list(rule.columns), rule.filled(rule.message), rule.name, rule.filled(rule.action)],
    )
