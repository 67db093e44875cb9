"""The gate: runs every rule of a layer, judges it, and keeps a finding for every offending row.

DuckDB finds the offending rows of what is true between columns, rows and tables, pandera those of what one column may hold; Great
Expectations judges each rule. A rule ends in one of four ways; one that could not run is an error and never shown as bad data. What
the findings do to the rows is pipelines/gate/quarantine.py's business.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import duckdb
import polars as pl

from pipelines.gate.escalation import escalate
from pipelines.gate.expectation_engine import judge_rules, open_datasource
from pipelines.gate.offending_rows import COPY, Seen, find_by_predicate, find_by_query, see_rules
from pipelines.gate.rules_in_force import AS_WRITTEN, RuleBook
from pipelines.gate.schema_check import check_schema
from pipelines.warehouse.table_files import layer_tables
from schemas.rule import Rule

FINDINGS = """
    create table if not exists findings (
        rule varchar, level varchar, layer varchar, "table" varchar, row_key varchar, columns varchar[], message varchar, name varchar,
        action varchar, arithmetic varchar
    )
"""
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
    canary: str = ""  # caught | not caught | none (it has no example); "" of a rule that no table holds

    @property
    def stops(self) -> str:
        """Why the run stops: the rule's own message, or that of its escalation; "" if it does not."""
        if self.outcome == "failed" and self.rule.level == "stop":
            return self.rule.filled(self.rule.message)
        return self.escalated if self.escalated and self.rule.escalation.level == "stop" else ""


def check_layer(
    connection: duckdb.DuckDBPyConnection,
    layer: str,
    on_table: Callable[[str], None] = lambda table: None,
    book: RuleBook = AS_WRITTEN,
) -> list[Outcome]:
    """Run every rule of a layer; its findings go to main.findings, their rows being led back by row_key.

    All rules are judged together: one validation costs Great Expectations about as much as a hundred rules in it.
    """
    connection.execute(FINDINGS)
    seen = []
    for table in layer_tables(layer):
        seen += find_offending(connection, layer, table, book)
        on_table(table)
    outcomes = conclude(connection, open_datasource(connection), layer, seen)
    store_findings(connection, seen)
    return outcomes


def check_table(connection: duckdb.DuckDBPyConnection, datasource, layer: str, table: str, book: RuleBook) -> list[Outcome]:
    """Run every rule of one table, and keep its findings."""
    seen = find_offending(connection, layer, table, book)
    outcomes = conclude(connection, datasource, f"{layer}.{table}", seen)
    store_findings(connection, seen)
    return outcomes


def find_offending(connection: duckdb.DuckDBPyConnection, layer: str, table: str, book: RuleBook, name: str = "") -> list[Seen]:
    """Store the offending rows of every rule of a table, or of the named one.

    Those about its parents wait until the parents are accepted.
    """
    seen = [one for one in see_rules(connection, layer, table, book.rules(layer, table)) if not (one.rule.parent_table or one.rule.held_by)]
    seen = [one for one in seen if name in ("", one.rule.name)]
    again = [one.position for one in seen]
    connection.execute('delete from offending where layer = ? and "table" = ? and list_contains(?, "position")', [layer, table, again])
    (rows,) = connection.execute(f"select count(*) from {layer}.{table} where not {COPY}").fetchall()[0]
    can_run = [one for one in seen if not one.fault and rows]
    schema = book.schema(layer, table)
    if rows and schema is not None:
        check_schema(connection, layer, table, schema, [one for one in can_run if one.rule.check is not None or one.rule.not_null])
    find_by_predicate(connection, layer, table, [one for one in can_run if one.rule.where])
    for one in can_run:
        if one.rule.query:
            find_by_query(connection, one)
    return seen


def conclude(connection: duckdb.DuckDBPyConnection, datasource, name: str, seen: Sequence[Seen]) -> list[Outcome]:
    """Have the rules judged by their offending rows, escalate these where they are too many, and return how each rule ended."""
    counts = count_offending(connection)
    ran = [one for one in seen if not one.fault and (one.rows or one.rule.expectation or (one.layer, one.table, one.position) in counts)]
    verdicts = judge_rules(connection, datasource, name, ran)
    for one in ran:
        verdict = verdicts.get((one.table, one.position))
        if one.rule.expectation and verdict is False:
            connection.execute("insert into offending values (?, ?, ?, null, null)", [one.layer, one.table, one.position])
            counts[one.layer, one.table, one.position] = 1
        if verdict is not ((one.layer, one.table, one.position) not in counts):
            one.fault = "Great Expectations could not judge it"
    outcomes = []
    for one in seen:
        count = counts.get((one.layer, one.table, one.position), 0)
        if one.fault:
            outcomes.append(Outcome(one.rule, one.layer, one.table, "error", one.rows, 0, fault=one.fault))
            continue
        said = escalate(connection, one, count)
        if said:
            store_escalation(connection, one, said)
        ended = "failed" if count else "passed" if one.rows or one.rule.expectation else "not applicable"
        outcomes.append(Outcome(one.rule, one.layer, one.table, ended, one.rows, count, said))
    return outcomes


def count_offending(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, int], int]:
    """Return the number of offending rows by layer, table and position of the rule."""
    rows = connection.execute('select layer, "table", "position", count(*) from offending group by all').fetchall()
    return {(layer, table, position): count for layer, table, position, count in rows}


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
        insert into findings
        select t.rule, t.level, o.layer, o."table", o.row_key, t.columns, t.message, t.name, t.action, o.arithmetic
        from offending as o join texts as t on t.layer = o.layer and t."table" = o."table" and t."position" = o."position"
        """
    )
    connection.unregister("texts")


def store_escalation(connection: duckdb.DuckDBPyConnection, one: Seen, said: str) -> None:
    """Keep the finding about the whole table."""
    action = f"Look for one cause behind them all. {one.rule.filled(one.rule.action)}"
    rule = replace(one.rule, level=one.rule.escalation.level, message=said, action=action)
    store_finding(connection, rule, one.layer, one.table)


def store_finding(connection: duckdb.DuckDBPyConnection, rule: Rule, layer: str, table: str) -> None:
    """Keep one finding about a whole table, in the words of the rule."""
    connection.execute(
        "insert into findings values (?, ?, ?, ?, null, ?, ?, ?, ?, null)",
        [rule.id, rule.level, layer, table, list(rule.columns), rule.filled(rule.message), rule.name, rule.filled(rule.action)],
    )
