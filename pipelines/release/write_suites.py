"""Writes the suites by which a release was judged, as Great Expectations' own JSON: one file per table, the run's settings filled in.

`expectations/accepted/` and `expectations/cohort/` hold what the released tables answer by themselves: whoever has the release can ask
them again (pipelines/release/ask_again.py). `expectations/unreleased/<layer>/` holds what speaks of other tables: all suites of staging
and quarantine, whose tables never leave the restricted zone, and the rules of the cohort that read one of these. What one column may hold
is pandera's to judge and in no suite.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import not_
from pathlib import Path

import duckdb
import great_expectations as gx

from pipelines.gate.offending_rows import Seen
from pipelines.gate.quarantine import state_orphans
from pipelines.gate.row_expectation import ExpectNoOffendingRow
from pipelines.gate.suites import expectations_of, is_judged_by_great_expectations, suite_of
from pipelines.release.describe_columns import describe_columns, released_tables
from pipelines.release.sums import to_json
from pipelines.settings.rules_in_force import RuleBook
from pipelines.warehouse.build_tables import load_macros, put_select
from pipelines.warehouse.table_files import layer_tables
from schemas.rule import Rule

FOLDER, UNRELEASED = "expectations", "unreleased"
SETTING = re.compile(r"getvariable\('(\w+)'\)")


def write_suites(connection: duckdb.DuckDBPyConnection, book: RuleBook, release: Path) -> None:
    """Write the suites of all tables into the folder of a release."""
    folder, alone = release / FOLDER, _empty_release(connection)
    for layer in ("staging", "quarantine", "cohort"):
        for table in layer_tables(layer):
            stated = _stated(connection, layer, table, book.rules(layer, table))
            answered = [_is_answered(alone, layer, table, each) for each in stated]
            _write(folder / layer, layer, table, compress(stated, answered))
            _write(folder / UNRELEASED / layer, layer, table, compress(stated, map(not_, answered)))
    for table in layer_tables("staging"):  # what a staged row is asked can be asked of the accepted one, where no other table is needed
        stated = _stated(connection, "accepted", table, book.rules("staging", table))
        answered = [_is_answered(alone, "accepted", table, each) for each in stated]
        _write(folder / "accepted", "accepted", table, compress(stated, answered))
    alone.close()


def _stated(connection: duckdb.DuckDBPyConnection, layer: str, table: str, rules: Sequence[Rule]) -> list[gx.expectations.Expectation]:
    """Return the expectations of a table's rules, with the settings of the run in the place of their names."""
    seen = [Seen(rule, layer, table, position) for position, rule in enumerate(rules)]
    judged = [one for one in [*seen, *state_orphans(seen)] if is_judged_by_great_expectations(one.rule)]
    stated = [each for one in judged for each in expectations_of(connection, one)]
    for each in stated:
        if isinstance(each, ExpectNoOffendingRow):
            each.where, each.query = (_with_settings(connection, text) for text in (each.where, each.query))
            each.shows = ""  # the arithmetic behind a finding is for the restricted zone
    return stated


def _with_settings(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    """Return SQL with the settings that it reads as literals: a suite says by itself what it asks."""

    def literal(match: re.Match) -> str:
        ((value,),) = connection.execute("select getvariable(?)", [match.group(1)]).fetchall()
        if isinstance(value, dt.date):
            return f"date '{value}'"
        return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value).lower()

    return SETTING.sub(literal, text)


def _empty_release(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a database with the released columns of the released tables, without rows, and the macros that read no table."""
    alone = duckdb.connect()
    for folder in ("spelling", "formulas"):
        load_macros(alone, folder)
    for layer, tables in released_tables(connection).items():
        alone.execute(f"create schema {layer}")
        for table in tables:
            columns = ", ".join(f'cast(null as {column.type}) as "{column.name}"' for column in describe_columns(connection, layer, table))
            put_select(alone, f"{layer}.{table}", f"select {columns} limit 0")
    return alone


def _is_answered(alone: duckdb.DuckDBPyConnection, layer: str, table: str, expectation: gx.expectations.Expectation) -> bool:
    """Say whether the released tables answer an expectation by themselves: whether its SQL can be bound to them."""
    source = f"{layer}.{table}"
    select = f"select * from {source}"
    if isinstance(expectation, ExpectNoOffendingRow):
        select = expectation.query.replace("{batch}", source) or f"select row_key from {source} where {expectation.where}"
    try:
        alone.execute(f"describe {select}")
    except duckdb.Error:
        return False
    return True


def _write(folder: Path, layer: str, table: str, expectations: Iterable[gx.expectations.Expectation]) -> None:
    if listed := list(expectations):
        folder.mkdir(parents=True, exist_ok=True)
        content = suite_of(layer, table, listed).to_json_dict()
        (folder / f"{table}.json").write_text(to_json(content), encoding="utf-8")
