"""Parts the staged rows: accepted, or set aside in quarantine with all their reasons; nothing is lost, and that is counted.

A row whose parent was set aside goes with it, and its finding says so. Exact copies of a row are dropped and counted.
"""

from dataclasses import replace
from graphlib import TopologicalSorter

import duckdb

from pipelines.contract import layer_tables, table_rules
from pipelines.gate import COPY, Outcome, store_findings
from schemas.rule import BrokenRule, Rule


def part_rows(connection: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """Make accepted.<table> and quarantine.<table> of every staging table, parents first; return the outcomes of the key rules.

    Lines that could not be read into the columns of a table are in quarantine.broken_rows, by file and number.
    """
    outcomes = []
    connection.execute("create table quarantine.broken_rows as from raw.broken_rows")
    for table in _parents_first():
        for rule in table_rules("staging", table):
            if rule.parent_table:
                outcomes.append(_check_parent(connection, table, rule))
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


def build_set_aside_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Create reference.set_aside_rows, one row per drug administration, contact, read or lesion in quarantine that has a patient.

    The cohort reads accepted rows alone; from this it knows whose index date, arm, death, exam or diameter may be among the others.
    """
    connection.execute(
        "create table reference.set_aside_rows as "
        "select 'drug_administrations' as table_name, row_key, patient_id, administration_date as event_date "
        "from quarantine.drug_administrations where patient_id is not null union all "
        "select 'follow_up', row_key, patient_id, last_contact_date from quarantine.follow_up where patient_id is not null union all "
        "select 'lesions', row_key, patient_id, exam_date from quarantine.lesions where patient_id is not null union all "
        "select 'imaging_reads', row_key, patient_id, exam_date from quarantine.imaging_reads where patient_id is not null"
    )


def count_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int, int, int, int]]:
    """Return (table, source file, read, accepted, quarantined, duplicates) per file, read being counted where the rows came in.

    Raises BrokenRule if a row is neither accepted, set aside nor an exact copy (CC-010): nothing may be lost.
    """
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
    for table, file, read, accepted, quarantined, duplicates in counts:
        if read != accepted + quarantined + duplicates:
            raise BrokenRule(
                f"CC-010: {file}: {read} rows read for {table}, but {accepted} accepted + {quarantined} quarantined "
                f"+ {duplicates} exact duplicates"
            )
    return counts


def build_row_counts(connection: duckdb.DuckDBPyConnection, tables: dict[str, dict[str, int]], last: dict[str, dict[str, int]]) -> None:
    """Create quarantine.row_counts, one row per raw table: rows read, accepted, set aside, copies, and read in the last release."""
    connection.execute(
        "create table quarantine.row_counts (row_key varchar, patient_id varchar, read_count bigint, accepted_count bigint, "
        "quarantined_count bigint, duplicate_count bigint, last_read_count bigint)"
    )
    connection.executemany(
        "insert into quarantine.row_counts values (?, null, ?, ?, ?, ?, ?)",
        [(table, *counts.values(), last.get(table, {}).get("read")) for table, counts in tables.items()],
    )


def _check_parent(connection, table: str, rule: Rule) -> Outcome:
    on = " and ".join(f"p.{name} = s.{name}" for name in rule.parent_key)
    filled = " and ".join(f"s.{name} is not null" for name in rule.parent_key)
    orphan = f"not exists (select 1 from accepted.{rule.parent_table} as p where {on})"
    was_sent = f"exists (select 1 from staging.{rule.parent_table} as p where {on})"
    (rows,) = connection.execute(f"select count(*) from staging.{table} where not {COPY}").fetchall()[0]
    count = 0
    goes_with_parent = replace(
        rule,
        message=f"its row in {rule.parent_table} was set aside, and this row goes with it; the row itself may be good",
        action=f"Look at the finding of its row in {rule.parent_table}; once that is right, this row comes back by itself.",
    )
    for condition, stated in ((f"not {was_sent}", rule), (was_sent, goes_with_parent)):
        query = f"select row_key from staging.{table} as s where {filled} and {orphan} and {condition}"
        count += store_findings(connection, "staging", table, stated, query)
    return Outcome(rule, "staging", table, "not applicable" if not rows else "failed" if count else "passed", rows, count)


def _parents_first() -> list[str]:
    graph = {table: sorted({rule.parent_table for rule in table_rules("staging", table)} - {""}) for table in layer_tables("staging")}
    return list(TopologicalSorter(graph).static_order())
