"""How long the gate takes on 1,000,000 laboratory rows, beside plain DuckDB queries that count the same violations, and other libraries.

All in one run on one machine, on the same rows with all rules of labs that a single table can hold; each figure is the median of several
runs; imports and the making of the rows are outside the timed part, the copy of the rows into a library's own frame is within it. Run by
`make bench`.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

import duckdb

from pipelines.gate.check_rules import check_table
from pipelines.gate.expectation_engine import open_datasource
from pipelines.settings.rules_in_force import AS_WRITTEN
from schemas.rule import Rule
from tests.bench.other_libraries import LIBRARIES
from tests.bench.rows import open_bench

RUNS = 5
RUNS_OF_OTHERS = 1  # minutes each


def main(rows: int = 1_000_000) -> None:
    """Print one line per engine: seconds, ratio to the plain queries, and the violations found."""
    connection = open_bench(rows)
    rules = [rule for rule in AS_WRITTEN.rules("staging", "labs") if not rule.parent_table]
    print(f"{rows:,} invented laboratory rows, about 3 % bad; {len(rules)} rules; seconds are medians of {RUNS} runs")
    print(f"(of the other libraries: {RUNS_OF_OTHERS}) in one process, without imports\n")
    (counting, counted), (gating, found) = _measured(RUNS, lambda: count_plainly(connection, rules), lambda: run_gate(connection))
    plain = statistics.median(counting)
    _print("plain DuckDB queries that count", counting, counted, plain)
    _print("the gate: every finding stored", gating, found, plain)
    print(f"ratio {statistics.median(gating) / plain:.2f}, required <= 3; the same violations: {'yes' if counted == found else 'NO'}\n")
    for name, library in LIBRARIES.items():
        try:
            can_state, run = library(connection, rules)
        except ImportError:
            print(f"{name:40} is not installed; `make bench` puts it into an environment of its own")
            continue
        ((seconds, count),) = _measured(RUNS_OF_OTHERS, run)
        _print(f"{name}, {len(can_state)} rules", seconds, count, plain)
        left_out = [f"{rule.id} {rule.name}" for rule in rules if rule not in can_state]
        print(f"  left out, for it cannot state them: {', '.join(left_out) or 'none'}\n")


def _measured(runs: int, *engines: Callable[[], int]) -> list[tuple[list[float], int]]:
    """Run the engines in turns, so that whatever else the machine does is fair to all; return the seconds and the violations of each."""
    seconds: list[list[float]] = [[] for _ in engines]
    found = [0] * len(engines)
    for _ in range(runs):
        for number, engine in enumerate(engines):
            start = time.perf_counter()
            found[number] = engine()
            seconds[number].append(time.perf_counter() - start)
    return list(zip(seconds, found, strict=True))


def _print(name: str, seconds: list[float], found: int, plain: float) -> None:
    median = statistics.median(seconds)
    print(f"{name:40} {median:8.2f} s  x {median / plain:6.2f}  {found:>9,} violations  (min {min(seconds):.2f})", flush=True)


def count_plainly(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> int:
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
            found += connection.execute(f"select count(distinct row_key) from ({query})").fetchall()[0][0]
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
    connection.execute("delete from gate.findings")
    outcomes = check_table(connection, open_datasource(connection), "staging", "labs", AS_WRITTEN)
    assert not [one for one in outcomes if one.outcome == "error"]
    return connection.execute("select count(*) from gate.findings where row_key is not null").fetchall()[0][0]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
    sys.stdout.flush()
    os._exit(0)  # skips the interpreter's shutdown, where DuckDB's bindings print lines about leaked instances
