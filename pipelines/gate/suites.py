"""States the rules of a table as a suite of Great Expectations: rules about rows as our expectation, those about a whole table as its own.

A rule that is held to limits, such as what the last release had, is one expectation for each row of the table that gives some: its class
is asked of that row alone, with the row's own limits as arguments.

What one column may hold is pandera's and stands in no suite (pipelines/gate/schema_check.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Any

import duckdb
import great_expectations as gx
from great_expectations.expectations.row_conditions import Column

from pipelines.gate.offending_rows import Seen, row_rule
from pipelines.gate.row_expectation import ExpectNoOffendingRow
from schemas.rule import Rule

SEVERITY = {"stop": "critical", "reject": "critical", "flag": "warning"}


def is_judged_by_great_expectations(rule: Rule) -> bool:
    """Say whether a rule stands in a suite: those of a schema are judged by pandera."""
    return bool(rule.where or rule.query or rule.expectation)


def suite_of(layer: str, table: str, expectations: Sequence[gx.expectations.Expectation]) -> gx.ExpectationSuite:
    """Return the suite of a table."""
    return gx.ExpectationSuite(name=f"{layer}.{table}", expectations=list(expectations))


def expectations_of(connection: duckdb.DuckDBPyConnection, one: Seen) -> list[gx.expectations.Expectation]:
    """Return the expectations that state a rule; `meta` of each says of which rule it is, and of which row if it is held to one alone.

    Raises duckdb.Error where the limits of the rule cannot be computed.
    """
    rule, described = one.rule, _described(one)
    if not rule.expectation:
        asked: dict[str, Any] = {key: value for key, value in asdict(row_rule(one)).items() if key not in ("layer", "table")}
        return [ExpectNoOffendingRow(rule=f"{rule.id} {rule.name}", **asked, **described)]
    class_name, arguments = rule.expectation
    own = getattr(gx.expectations, class_name)
    if not rule.limits:
        return [own(**_arguments(arguments), **described)]
    return [
        own(**_arguments(arguments | limits, "" if rule.whole else key), **_described(one, key)) for key, limits in _limits(connection, one)
    ]


def _described(one: Seen, row_key: str | None = None) -> dict[str, Any]:
    rule = one.rule
    meta = {"rule": rule.id, "name": rule.name, "level": rule.level, "position": one.position}
    alone = {} if row_key is None else {"row_key": row_key}
    return {"severity": SEVERITY[rule.level], "description": rule.filled(rule.message), "meta": meta | alone}


def _arguments(arguments: Mapping[str, Any], row_key: str = "") -> dict[str, Any]:
    """Return the arguments with what the rows must be (column: value) as a condition of Great Expectations."""
    rows = {**arguments.get("row_condition", {}), **({"row_key": row_key} if row_key else {})}
    conditions = [Column(column) == value for column, value in rows.items()]
    return {**arguments, "row_condition": reduce(and_, conditions)} if conditions else dict(arguments)


def _limits(connection: duckdb.DuckDBPyConnection, one: Seen) -> list[tuple[str, dict[str, Any]]]:
    """Return the limits that a table gives to a rule: (row key, {argument: limit}) of each row of which the rule speaks, or of all."""
    rule = one.rule
    name = f"'{rule.whole}'" if rule.whole else "row_key"
    listed = ", ".join(rule.filled(limit) for limit in rule.limits.values())
    speaks_of = rule.filled(rule.applies) or "true"
    rows = connection.execute(f"select {name}, {listed} from {one.layer}.{one.table} where {speaks_of} order by all").fetchall()
    return [
        (key, {argument: _plain(limit) for argument, limit in zip(rule.limits, limits, strict=True)})
        for key, *limits in rows
        if any(limit is not None for limit in limits)
    ]


def _plain(limit: object) -> object:
    """Return a limit as JSON holds it: DuckDB's decimals are numbers."""
    return float(limit) if isinstance(limit, Decimal) else limit
