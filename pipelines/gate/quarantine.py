"""Parts the staged rows: accepted, or quarantined in quarantine with all their reasons; nothing is lost, and that is counted.

A row whose parent was quarantined goes with it, and its finding says so. Exact copies of a row are dropped and counted.
"""

from collections.abc import Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

import duckdb

from pipelines.gate.asked_once import ask_once_for_parents
from pipelines.gate.check_rules import Outcome, judge, store_finding
from pipelines.gate.expectation_engine import DuckDBDatasource, open_datasource
from pipelines.gate.offending_rows import Seen, see_rules
from pipelines.settings.rules_in_force import AS_WRITTEN, RuleBook
from pipelines.warehouse.build_tables import build_from_template, build_table
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import layer_tables
from schemas.raw.drop import EVERY_ROW_IS_SOMEWHERE
from schemas.rule import Rule

FileCounts = tuple[str, str, int, int, int, int, int]  # table, file, and what run.layers.COUNTED names


def part_rows(connection: duckdb.DuckDBPyConnection, book: RuleBook = AS_WRITTEN) -> list[Outcome]:
    """Make accepted.<table> and quarantine.<table> of every staging table, parents first; return the outcomes of the key rules.

    What makes them is said by sql/accepted/each_table.sql and sql/quarantine/each_table.sql.
    """
    datasource, outcomes = open_datasource(connection), []
    for table in _parents_first(book):
        about_parents = _judge_orphans(connection, datasource, table, book)
        build_from_template(connection, "quarantine", table)
        build_from_template(connection, "accepted", table)
        outcomes += [ask_once_for_parents(connection, one) for one in about_parents]
    return outcomes


def count_rows(connection: duckdb.DuckDBPyConnection) -> list[FileCounts]:
    """Build gate.file_counts; return (table, source file, read, accepted, quarantined, duplicates, replaced) per file."""
    build_table(connection, table_file("gate", "file_counts"), "gate", layer_tables("staging"))
    return connection.execute('from gate.file_counts order by "table", source_file').fetchall()


def check_row_conservation(connection: duckdb.DuckDBPyConnection, counts: list[FileCounts]) -> Outcome:
    """Keep a finding for every file of which a row is neither accepted, quarantined, copied nor replaced: nothing may be lost."""
    rule = EVERY_ROW_IS_SOMEWHERE
    wrong = [row for row in counts if row[2] != sum(row[3:])]
    for table, file, read, accepted, quarantined, duplicates, replaced in wrong:
        said = f"{file}: {read} rows read, but {accepted} accepted + {quarantined} quarantined + {duplicates} exact duplicates"
        said += f" + {replaced} replaced" if replaced else ""
        store_finding(connection, replace(rule, message=said), "raw", table)
    ended = "failed" if wrong else "passed" if counts else "not applicable"
    return Outcome(rule, "raw", "drop", ended, len(counts), len(wrong))


def _judge_orphans(connection: duckdb.DuckDBPyConnection, datasource: DuckDBDatasource, table: str, book: RuleBook) -> list[Outcome]:
    """Keep a finding for each row without an accepted parent; a quarantined parent is told from one that was not sent."""
    outcomes = judge(connection, datasource, state_orphans(see_rules(connection, "staging", table, book.rules("staging", table))))
    return [_together(own, along) for own, along in zip(outcomes[::2], outcomes[1::2], strict=True)]


def state_orphans(seen: Sequence[Seen]) -> list[Seen]:
    """Return the rules about parents with the queries that state them: for each, the rows without one, and those that go with it."""
    return [
        stated
        for one in seen
        if one.rule.parent_table
        for stated in (
            replace(one, rule=replace(one.rule, query=_orphans(one.rule, "not exists"))),
            replace(one, rule=_goes_with_parent(one.rule), position=-1 - one.position),
        )
    ]


def _together(own: Outcome, along: Outcome) -> Outcome:
    """Return the outcome of a rule about parents, whatever became of the parent."""
    worst = next((each for kind in ("error", "failed") for each in (own, along) if each.outcome == kind), own)
    return replace(worst, rule=replace(own.rule, query=""), findings=own.findings + along.findings, escalated=own.escalated)


def _goes_with_parent(rule: Rule) -> Rule:
    return replace(
        rule,
        query=_orphans(rule, "exists"),
        message=f"its row in {rule.parent_table} was quarantined, and this row goes with it; the row itself may be good",
        action=f"Look at the finding of its row in {rule.parent_table}; once that is right, this row comes back by itself.",
        escalation=None,
    )


def _orphans(rule: Rule, was_sent: str) -> str:
    """Select the rows without an accepted parent; `was_sent`: whether one was among the rows as sent."""
    on = " and ".join(f"p.{name} = s.{name}" for name in rule.parent_key)
    filled = " and ".join(f"s.{name} is not null" for name in rule.parent_key)
    return (
        f"select row_key from (select * from {{batch}}) as s where {filled} "
        f"and not exists (select 1 from accepted.{rule.parent_table} as p where {on}) "
        f"and {was_sent} (select 1 from staging.{rule.parent_table} as p where {on})"
    )


def _parents_first(book: RuleBook) -> list[str]:
    graph = {table: sorted({rule.parent_table for rule in book.rules("staging", table)} - {""}) for table in layer_tables("staging")}
    return list(TopologicalSorter(graph).static_order())
