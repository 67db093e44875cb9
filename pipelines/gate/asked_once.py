"""Makes one question of many where something is missing of nearly everybody: the source does not send it.

Each patient of a hospital without weights lacks the weight; that is one cause and one finding. The kind is told by the rule's own
category, completeness; what the source sends of most patients is asked of each of the others. What has the last release for its measure
names each row. What a reason would explain is one question, too, where the source sends no reasons; and so are all rows that hang on rows
of a table which is not sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb

from pipelines.gate.check_rules import Outcome, store_escalation
from pipelines.gate.offending_rows import COPY, Seen
from pipelines.warehouse.build_tables import table_types

NEARLY_ALL_PCT, MORE_THAN = 95, 5  # of the patients, or rows, of whom a rule speaks; five are asked one by one, whatever their share
OF_RULE = 'layer = $layer and "table" = $table and rule = $rule and name = $name and columns = $columns'


def ask_once(connection: duckdb.DuckDBPyConnection, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes of a layer, those of one question with what is said of the source; its finding stands in the place of theirs."""
    return [_asked_once(connection, one) if _may_be(one) else _explained(connection, one) for one in outcomes]


def ask_once_for_parents(connection: duckdb.DuckDBPyConnection, one: Outcome) -> Outcome:
    """Return the outcome of a rule about parents, with one finding in the place of its rows' where no row of the parents' table is sent.

    The rows are in quarantine by then, each with its reason.
    """
    ((sent,),) = connection.execute(f"select count(*) from staging.{one.rule.parent_table}").fetchall()
    if sent or one.outcome != "failed":
        return one
    said = f"{one.findings} of {one.rows} rows: {one.rule.filled(one.rule.message)}; no row of {one.rule.parent_table} is sent"
    return _replaced_by_one(connection, one, said)


def _may_be(one: Outcome) -> bool:
    return one.rule.asks_for_what_is_missing and one.outcome == "failed" and one.findings > MORE_THAN


def _asked_once(connection: duckdb.DuckDBPyConnection, one: Outcome) -> Outcome:
    counted, count, of = "rows", one.findings, one.rows
    named = _named(one)
    if "patient_id" in table_types(connection, one.layer, one.table):
        patients, of_patients = _patients(connection, one, named)
        if patients == one.findings:  # each patient is asked once, whatever rows there are
            counted, count, of = "patients", patients, of_patients
    if count * 100 < of * NEARLY_ALL_PCT:
        return one
    unknown = _known_of_nobody(connection, one)
    said = f"{count} of {of} {counted}: {one.rule.filled(one.rule.message)}"
    if unknown:
        said += f"; {', '.join(unknown)}: known of nobody"
    return _replaced_by_one(connection, one, said)


def _replaced_by_one(connection: duckdb.DuckDBPyConnection, one: Outcome, said: str) -> Outcome:
    connection.execute(f"delete from gate.findings where {OF_RULE}", _named(one))
    store_escalation(connection, Seen(replace(one.rule, escalation=None), one.layer, one.table, position=0), said)
    return replace(one, escalated=said)


def _explained(connection: duckdb.DuckDBPyConnection, one: Outcome) -> Outcome:
    """Ask once about what a reason would explain, where no row has one; what it would not explain is asked about row by row."""
    if one.rule.explained_by is None or one.rule.level != "flag" or one.outcome != "failed" or one.findings <= MORE_THAN:
        return one
    column, which = one.rule.explained_by
    source, named = f"{one.layer}.{one.table}", _named(one)
    ((known,),) = connection.execute(f'select count("{column}") from {source}').fetchall()
    explained = f"row_key in (select row_key from {source} where {one.rule.filled(which)})"
    ((count,),) = connection.execute(f"select count(*) from gate.findings where {OF_RULE} and {explained}", named).fetchall()
    if known or count <= MORE_THAN:
        return one
    said = f"{count} of {one.rows} rows: {one.rule.filled(one.rule.message)}; {column}: known of nobody"
    whole = "" if count < one.findings else "or row_key is null"  # what the escalation says is said by the one finding
    connection.execute(f"delete from gate.findings where {OF_RULE} and ({explained} {whole})", named)
    store_escalation(connection, Seen(replace(one.rule, escalation=None), one.layer, one.table, position=0), said)
    return replace(one, escalated=f"{one.escalated}; {said}" if one.escalated and not whole else said)


def _named(one: Outcome) -> dict[str, object]:
    return {"layer": one.layer, "table": one.table, "rule": one.rule.id, "name": one.rule.name, "columns": list(one.rule.columns)}


def _patients(connection: duckdb.DuckDBPyConnection, one: Outcome, named: Mapping[str, object]) -> tuple[int, int]:
    """Count the patients with a finding of the rule, and those of whom it speaks."""
    keys = [name for name in table_types(connection, one.layer, one.table) if name.endswith("row_key")]
    is_found = " or ".join(f'"{key}" in (select row_key from found)' for key in keys)
    return connection.execute(
        f"""
        with found as (select row_key from gate.findings where {OF_RULE})
        select count(distinct patient_id) filter (where {is_found}), count(distinct patient_id) filter (where {_speaks_of(one)})
        from {one.layer}.{one.table} where not {COPY}
        """,
        named,
    ).fetchall()[0]


def _known_of_nobody(connection: duckdb.DuckDBPyConnection, one: Outcome) -> list[str]:
    """Return the columns that the rule reads and that no row has filled of which it speaks."""
    types = table_types(connection, one.layer, one.table)
    columns = [name for name in one.rule.columns if name in types]
    if not columns:
        return []
    filled = ", ".join(f'count("{name}")' for name in columns)
    counts = connection.execute(f"select {filled} from {one.layer}.{one.table} where not {COPY} and ({_speaks_of(one)})").fetchall()[0]
    return [name for name, count in zip(columns, counts, strict=True) if not count]


def _speaks_of(one: Outcome) -> str:
    return one.rule.filled(one.rule.applies) or "true"
