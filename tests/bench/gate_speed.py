"""How long the gate takes on 1,000,000 laboratory rows, beside a plain DuckDB query that counts the same violations, and pandera alone.

All in one run on one machine, on the same rows with all rules of labs that a single table can hold; each figure is the median of several
runs; imports and the making of the rows are outside the timed part. Run by `make bench`.
"""

import statistics
import sys
import time
from collections.abc import Callable

import duckdb

from pipelines.contract import table_schema
from pipelines.expectation_engine import open_datasource
from pipelines.gate import FINDINGS, check_table
from pipelines.rulebook import AS_WRITTEN
from tests.bench.rows import open_bench

RUNS = 5


def main(rows: int = 1_000_000) -> None:
    """Print one line per engine: seconds, ratio to the plain query, and the violations found."""
    connection = open_bench(rows)
    rules = [rule for rule in AS_WRITTEN.rules("staging", "labs") if not rule.parent_table]
    print(f"{rows:,} rows, {len(rules)} rules; seconds are medians of {RUNS} runs")
    plain = _timed("plain DuckDB query that counts", lambda: count_plainly(connection, rules))
    _timed("the gate: all findings stored", lambda: run_gate(connection), plain)
    _timed("pandera alone: column rules", lambda: run_pandera(connection), plain)


def _timed(name: str, run: Callable[[], int], plain: float | None = None, runs: int = RUNS) -> float:
    seconds, found = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    print(f"{name:34} {median:8.2f} s  x {median / (plain or median):6.2f}  {found:>9,} violations  (min {min(seconds):.2f})", flush=True)
    return median


def count_plainly(connection: duckdb.DuckDBPyConnection, rules) -> int:
    """Count the violations of all rules: one scan for what a row tells by itself, one query for each rule that needs more."""
    predicates = [rule.filled(rule.where) for rule in rules if rule.where]
    for rule in rules:
        column = rule.columns[0]
        if rule.not_null:
            predicates.append(f"{column} is null")
        elif rule.check is not None:
            predicates.append(_as_sql(column, rule.made_check()))
    counts = ", ".join(f"count_if({predicate})" for predicate in predicates)
    found = sum(connection.execute(f"select {counts} from staging.labs").fetchall()[0])
    for rule in rules:
        if rule.query:
            query = rule.filled(rule.query).replace("{batch}", "staging.labs")
            found += connection.execute(f"select count(*) from ({query})").fetchall()[0][0]
    return int(found)


def _as_sql(column: str, check) -> str:
    """Return a pandera check of labs as a predicate that is true for an offending row."""
    stated = check.statistics
    if check.name == "equal_to":
        return f"{column} <> {_literal(stated['value'])}"
    if check.name == "not_equal_to":
        return f"{column} = {_literal(stated['value'])}"
    raise ValueError(f"the benchmark does not know the check {check.name}")


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def run_gate(connection: duckdb.DuckDBPyConnection) -> int:
    """Run the gate on the table; every finding is stored with its reasons."""
    connection.execute(FINDINGS)
    connection.execute("delete from findings")
    outcomes = check_table(connection, open_datasource(connection), "staging", "labs", AS_WRITTEN)
    assert not [one for one in outcomes if one.outcome == "error"]
    return connection.execute("select count(*) from findings where row_key is not null").fetchall()[0][0]


def run_pandera(connection: duckdb.DuckDBPyConnection) -> int:
    """Validate the whole frame by the schema of labs, as pandera does it by itself."""
    import pandera.errors

    try:
        table_schema("staging", "labs").SCHEMA.validate(connection.sql("select * from staging.labs").pl(), lazy=True)
    except pandera.errors.SchemaErrors as error:
        return error.failure_cases.height
    return 0


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
