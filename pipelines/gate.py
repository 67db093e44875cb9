"""The gate: runs each table's schema and suite, and keeps a finding for every offending row.

pandera judges what one column may hold, Great Expectations what is true between columns, rows and tables; both run on the same rows.
Exact copies of a row are left out. What the findings do to the rows is pipelines/part.py's business.
"""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import pandera.errors
import polars as pl
from pandera.config import ValidationDepth, config_context

from pipelines.contract import layer_tables, table_rules, table_schema
from pipelines.expectation_engine import check_suite, open_datasource
from schemas.rule import BrokenRule, Rule
from schemas.staging_schema import check_name

COPY = "is_copy(row_key)"  # an exact copy of another row (sql/macros/spelling/row_keys.sql)
FINDINGS = """
    create table if not exists findings (
        rule varchar, level varchar, layer varchar, "table" varchar, row_key varchar, columns varchar[], message varchar, name varchar,
        action varchar
    )
"""


@dataclass(frozen=True)
class Outcome:
    """What became of one rule on one table in one run."""

    rule: Rule
    layer: str
    table: str
    outcome: str  # passed | failed | not applicable
    rows: int  # rows it saw
    findings: int


def check_layer(connection: duckdb.DuckDBPyConnection, layer: str, on_table: Callable[[str], None] = lambda table: None) -> list[Outcome]:
    """Run every rule of a layer; its findings go to main.findings, their rows being led back by row_key."""
    connection.execute(FINDINGS)
    datasource = open_datasource(connection)
    outcomes = []
    for table in layer_tables(layer):
        outcomes += _check_table(connection, datasource, layer, table)
        on_table(table)
    return outcomes


def _check_table(connection, datasource, layer: str, table: str) -> list[Outcome]:
    (rows,) = connection.execute(f"select count(*) from {layer}.{table} where not {COPY}").fetchall()[0]
    rules = [rule for rule in table_rules(layer, table) if not (rule.parent_table or rule.held_by)]
    seen = [rule for rule in rules if rows or rule.expectation]  # a rule about a whole table sees one without rows, too
    unseen = [Outcome(rule, layer, table, "not applicable", 0, 0) for rule in rules if rule not in seen]
    return _check_rules(connection, datasource, layer, table, seen, rows) + unseen if seen else unseen


def _check_rules(connection, datasource, layer: str, table: str, rules: list[Rule], rows: int) -> list[Outcome]:
    failed = _check_schema(connection, layer, table, rules) if rows else {}
    queries = [
        (f"{position}", rule, _offending_rows(rule)) for position, rule in enumerate(rules) if rule.check is None and not rule.not_null
    ]
    judged = check_suite(datasource, layer, table, queries) if queries else {}
    if not_run := [(rule, query) for name, rule, query in queries if judged.get(name) is None]:
        rule, _ = min(not_run, key=lambda one: _runs(connection, layer, table, *one))  # one that fails may take others with it
        raise BrokenRule(f"{rule.id} ({rule.name}) could not be run on {layer}.{table}")
    for name, rule, query in queries:
        if not judged[name]:
            failed[int(name)] = store_findings(connection, layer, table, rule, query)
            if not failed[int(name)]:
                raise BrokenRule(f"{rule.id} ({rule.name}) failed on {layer}.{table}, but its query selects no row")
    return [
        Outcome(rule, layer, table, "failed" if failed.get(position) else "passed", rows, failed.get(position, 0))
        for position, rule in enumerate(rules)
    ]


def _check_schema(connection, layer: str, table: str, rules: list[Rule]) -> dict[int, int]:
    """Validate the table by its pandera schema; return the number of findings by the rule's position."""
    module = table_schema(layer, table)
    if module is None:
        return {}
    frame = connection.sql(f"select * from {layer}.{table} where not {COPY} order by row_key").pl()
    try:
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):  # whatever the environment says
            module.SCHEMA.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return {}
    checked = {(rule.columns[0], check_name(rule)): n for n, rule in enumerate(rules) if rule.check is not None}
    checked |= {(rule.columns[0], "not_nullable"): n for n, rule in enumerate(rules) if rule.not_null}
    failed: dict[int, int] = {}
    for column, check in cases.select("column", "check").unique(maintain_order=True).rows():
        position = checked.get((column, check))
        indices = cases.filter(pl.col("column") == column, pl.col("check") == check)["index"]
        if position is None or indices.null_count():
            raise BrokenRule(f"{layer}.{table} does not have the columns and types of its schema (column {column}, {check})")
        keys = frame["row_key"].gather(indices.unique().sort())
        connection.register("offending", pl.DataFrame({"row_key": keys}))
        failed[position] = store_findings(connection, layer, table, rules[position], "select row_key from offending")
        connection.unregister("offending")
    return failed


def _runs(connection, layer: str, table: str, rule: Rule, query: str) -> bool:
    if rule.expectation:
        return False
    try:
        connection.execute(query.replace("{batch}", f"{layer}.{table}")).fetchall()
    except duckdb.Error:
        return False
    return True


def _offending_rows(rule: Rule) -> str:
    return rule.filled(rule.query or f"select row_key from {{batch}} where {rule.where}")


def store_findings(connection, layer: str, table: str, rule: Rule, query: str) -> int:
    """Keep a finding for each row that the query selects, exact copies left out; return how many there are."""
    select = query.replace("{batch}", f"{layer}.{table}")
    if rule.expectation:
        select = "select null as row_key"
    (count,) = connection.execute(
        f"""
        insert into findings
        select distinct $rule, $level, $layer, $table, row_key, $columns, $message, $name, $action
        from ({select}) where row_key is null or not {COPY}
        """,
        {
            "rule": rule.id,
            "level": rule.level,
            "layer": layer,
            "table": table,
            "columns": list(rule.columns),
            "message": rule.filled(rule.message),
            "name": rule.name,
            "action": rule.filled(rule.action),
        },
    ).fetchall()[0]
    return count
