"""Parts the staged rows: accepted, or quarantined in quarantine with all their reasons; nothing is lost, and that is counted.

A row whose parent was quarantined goes with it, and its finding says so. Exact copies of a row are dropped and counted.
"""

from dataclasses import replace
from graphlib import TopologicalSorter

import duckdb

from pipelines.gate.check_rules import Outcome, judge, store_finding
from pipelines.gate.expectation_engine import open_datasource
from pipelines.gate.offending_rows import COPY, see_rules
from pipelines.gate.rules_in_force import AS_WRITTEN, RuleBook
from pipelines.warehouse.build_tables import SET_ASIDE_TREATMENTS
from pipelines.warehouse.table_files import layer_tables
from schemas.raw.drop import EVERY_ROW_IS_SOMEWHERE
from schemas.rule import Rule


def part_rows(connection: duckdb.DuckDBPyConnection, book: RuleBook = AS_WRITTEN) -> list[Outcome]:
    """Make accepted.<table> and quarantine.<table> of every staging table, parents first; return the outcomes of the key rules.

    Lines that could not be read into the columns of a table are in quarantine.broken_rows, by file and number.
    """
    datasource, outcomes = open_datasource(connection), []
    connection.execute("create table quarantine.broken_rows as from raw.broken_rows")
    for table in _parents_first(book):
        outcomes += _judge_orphans(connection, datasource, table, book)
        connection.execute(
            f"""
            create table quarantine.{table} as
            select s.*, f.reasons
            from staging.{table} as s
            join (
                select row_key, list(distinct rule || ': ' || message order by rule || ': ' || message) as reasons
                from findings where layer = 'staging' and "table" = '{table}' and level = 'reject'
                group by row_key
            ) as f using (row_key)
            order by s.row_key
            """
        )
        connection.execute(
            f"""
            create table accepted.{table} as
            select * from staging.{table}
            where not {COPY} and row_key not in (select row_key from quarantine.{table})
            order by row_key
            """
        )
    return outcomes


def build_quarantined_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Create reference.quarantined_rows, one row per drug administration, contact, read or lesion in quarantine that has a patient.

    The cohort reads accepted rows alone; from this it knows whose index date, arm, death, exam or diameter may be among the others.
    """
    connection.execute(
        "create table reference.quarantined_rows as "
        "select 'drug_administrations' as table_name, row_key, patient_id, administration_date as event_date "
        "from quarantine.drug_administrations where patient_id is not null union all "
        "select 'follow_up', row_key, patient_id, last_contact_date from quarantine.follow_up where patient_id is not null union all "
        "select 'lesions', row_key, patient_id, exam_date from quarantine.lesions where patient_id is not null union all "
        "select 'imaging_reads', row_key, patient_id, exam_date from quarantine.imaging_reads where patient_id is not null"
    )
    connection.execute(SET_ASIDE_TREATMENTS)


def count_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int, int, int, int]]:
    """Return (table, source file, read, accepted, quarantined, duplicates) per file, read being counted where the rows came in."""
    counts = []
    for table in layer_tables("staging"):
        broken = f"raw.broken_rows where \"table\" = '{table}'"
        counts += connection.execute(
            f"""
            with
            rows_of_files as (
                select source_file, 'read' as zone from raw.{table}
                union all select source_file, 'read' from {broken}
                union all select source_file, 'accepted' from accepted.{table}
                union all select source_file, 'quarantined' from quarantine.{table}
                union all select source_file, 'quarantined' from {broken}
                union all select source_file, 'duplicates' from staging.{table} where {COPY}
            )
            select
                '{table}', source_file, count_if(zone = 'read'), count_if(zone = 'accepted'), count_if(zone = 'quarantined'),
                count_if(zone = 'duplicates')
            from rows_of_files group by source_file order by source_file
            """
        ).fetchall()
    return counts


def check_row_conservation(connection: duckdb.DuckDBPyConnection, counts: list[tuple[str, str, int, int, int, int]]) -> Outcome:
    """Keep a finding for every file of which a row is neither accepted, quarantined nor an exact copy: nothing may be lost."""
    rule = EVERY_ROW_IS_SOMEWHERE
    wrong = [row for row in counts if row[2] != sum(row[3:])]
    for table, file, read, accepted, quarantined, duplicates in wrong:
        said = f"{file}: {read} rows read, but {accepted} accepted + {quarantined} quarantined + {duplicates} exact duplicates"
        store_finding(connection, replace(rule, message=said), "raw", table)
    ended = "failed" if wrong else "passed" if counts else "not applicable"
    return Outcome(rule, "raw", "drop", ended, len(counts), len(wrong))


def build_row_counts(connection: duckdb.DuckDBPyConnection, tables: dict[str, dict[str, int]], last: dict[str, dict[str, int]]) -> None:
    """Create quarantine.row_counts, one row per raw table: rows read, accepted, quarantined, copies, and read in the last release."""
    connection.execute(
        "create table quarantine.row_counts (row_key varchar, patient_id varchar, read_count bigint, accepted_count bigint, "
        "quarantined_count bigint, duplicate_count bigint, last_read_count bigint)"
    )
    connection.executemany(
        "insert into quarantine.row_counts values (?, null, ?, ?, ?, ?, ?)",
        [(table, *counts.values(), last.get(table, {}).get("read")) for table, counts in tables.items()],
    )


def _judge_orphans(connection, datasource, table: str, book: RuleBook) -> list[Outcome]:
    """Keep a finding for each row without an accepted parent; a quarantined parent is told from one that was not sent."""
    seen = [one for one in see_rules(connection, "staging", table, book.rules("staging", table)) if one.rule.parent_table]
    both = [
        stated
        for one in seen
        for stated in (
            replace(one, rule=replace(one.rule, query=_orphans(one.rule, "not exists"))),
            replace(one, rule=_goes_with_parent(one.rule), position=-1 - one.position),
        )
    ]
    outcomes = judge(connection, datasource, both)
    return [_together(own, along) for own, along in zip(outcomes[::2], outcomes[1::2], strict=True)]


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
