"""Asks once about each table that the hospital does not send, and says which rules had nothing to look at for want of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import duckdb

from pipelines.gate.check_rules import Outcome, store_finding
from pipelines.settings.rules_in_force import rules_held_by
from pipelines.warehouse.table_files import table_of
from pipelines.warehouse.table_graph import expand, read_graph
from schemas.role import PATIENTS

NAMED = 12  # rules in one sentence; more are counted


def ask_for_tables(connection: duckdb.DuckDBPyConnection, outcomes: Sequence[Outcome], not_sent: Iterable[str]) -> Iterator[Outcome]:
    """Keep a finding for each table that is not sent and that rules wait for; yield the outcome of the rule that asks."""
    for layer, table, rule in rules_held_by("gate.tables_not_sent.ask_for_tables"):
        waiting = {absent: rules for absent in sorted(set(not_sent)) if (rules := _waiting(connection, outcomes, absent))}
        for absent, rules in waiting.items():
            said = f"no row of {absent} is sent, so that{_of_patients(connection)} nothing was asked by {_listed(rules)}"
            store_finding(connection, replace(rule, message=said), "staging", absent)
        tables = len({one.table for one in outcomes if one.layer == "staging"})
        yield Outcome(rule, layer, table, "failed" if waiting else "passed" if tables else "not applicable", tables, len(waiting))


def _waiting(connection: duckdb.DuckDBPyConnection, outcomes: Sequence[Outcome], absent: str) -> list[str]:
    """Return the rules of tables that are made of the absent one and have no row."""
    if _rows(connection, "staging", absent):
        return []  # another source fills it all the same
    made_of_it = {"staging." + absent} | _made_of("accepted." + absent)
    saw_nothing = (one for one in outcomes if one.outcome == "not applicable" and f"{one.layer}.{one.table}" in made_of_it)
    return sorted({one.rule.id for one in saw_nothing if not _rows(connection, one.layer, one.table)})


def _made_of(name: str) -> set[str]:
    """Return the tables that read a table, and those that read them."""
    readers: dict[str, set[str]] = {}
    for node in expand(read_graph()):
        for read in node.reads:
            readers.setdefault(read, set()).add(node.name)
    found, pending = set(), [name]
    while pending:
        for reader in readers.get(pending.pop(), set()) - found:
            found.add(reader)
            pending.append(reader)
    return found


def _rows(connection: duckdb.DuckDBPyConnection, layer: str, table: str) -> int:
    return connection.execute(f"select count(*) from {layer}.{table}").fetchall()[0][0]


def _listed(rules: Sequence[str]) -> str:
    more = f" and {len(rules) - NAMED} other rules" if len(rules) > NAMED else ""
    return f"{', '.join(rules[:NAMED])}{more}"


def _of_patients(connection: duckdb.DuckDBPyConnection) -> str:
    home = table_of(PATIENTS)
    if not home:
        return ""
    ((patients,),) = connection.execute(f"select count(distinct patient_id) from accepted.{home}").fetchall()
    return f" of {patients} patients"
