"""States the rules of a table as a suite of Great Expectations: rules about rows as our expectation, those about a whole table as its own.

What one column may hold is pandera's and stands in no suite (pipelines/gate/schema_check.py).
"""

from collections.abc import Sequence
from dataclasses import asdict

import duckdb
import great_expectations as gx

from pipelines.gate.offending_rows import Seen, row_rule
from pipelines.gate.row_expectation import ExpectNoOffendingRow
from schemas.rule import Rule

SEVERITY = {"stop": "critical", "reject": "critical", "flag": "warning"}


def is_judged_by_great_expectations(rule: Rule) -> bool:
    """Say whether a rule stands in a suite: those of a schema are judged by pandera."""
    return bool(rule.where or rule.query or rule.expectation)


def suite_of(connection: duckdb.DuckDBPyConnection, layer: str, table: str, seen: Sequence[Seen]) -> gx.ExpectationSuite:
    """Return the suite of the rules of a table that are not pandera's; `meta` of each expectation says of which rule it is."""
    expectations = [_expectation(one) for one in seen if is_judged_by_great_expectations(one.rule)]
    return gx.ExpectationSuite(name=f"{layer}.{table}", expectations=expectations)


def _expectation(one: Seen) -> gx.expectations.Expectation:
    rule = one.rule
    described = {"severity": SEVERITY[rule.level], "meta": {"rule": rule.id, "name": rule.name, "position": one.position}}
    if rule.expectation:
        class_name, arguments = rule.expectation
        filled = {key: rule.filled(value) if isinstance(value, str) else value for key, value in arguments.items()}
        return getattr(gx.expectations, class_name)(**filled, **described)
    asked = {key: value for key, value in asdict(row_rule(one)).items() if key not in ("layer", "table")}
    return ExpectNoOffendingRow(rule=f"{rule.id} {rule.name}", **asked, **described)
