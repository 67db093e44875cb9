"""The offending rows of a table, in gate.offending by the rule's position among the rules of its table, each with its arithmetic.

The metric of Great Expectations (pipelines/gate/row_expectation.py) finds those of predicates and queries, a table's predicates in one
pass; pandera finds those of what one column may hold, and its row numbers become keys here. Exact copies of a row are left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.warehouse.build_tables import table_types
from pipelines.warehouse.parsed_sql import execute_parsed
from schemas.rule import Rule

COPY = "is_copy(row_key)"  # an exact copy of another row (sql/macros/spelling/row_keys.sql)


@dataclass
class Seen:
    """What one rule saw of its table: how many rows it speaks of, or why it could not run."""

    rule: Rule
    layer: str
    table: str
    position: int
    rows: int = 0
    fault: str = ""  # may quote a cell: for the restricted log alone


@dataclass(frozen=True)
class RowRule:
    """What is asked of the rows of a table, its thresholds filled in: a predicate or a query, and the SQL of the arithmetic."""

    layer: str
    table: str
    position: int
    where: str = ""
    query: str = ""
    shows: str = ""

    @property
    def source(self) -> str:
        """The table as SQL names it."""
        return f"{self.layer}.{self.table}"

    @property
    def arithmetic(self) -> str:
        """The SQL of the arithmetic, as text."""
        return f"({self.shows})::varchar" if self.shows else "null::varchar"


Found = Mapping[int, int | duckdb.Error]  # by position: the number of offending rows, or why they could not be found


def row_rule(one: Seen) -> RowRule:
    """Return what a rule asks of the rows of its table."""
    rule = one.rule
    return RowRule(one.layer, one.table, one.position, rule.filled(rule.where), rule.filled(rule.query), rule.filled(rule.shows))


def see_rules(connection: duckdb.DuckDBPyConnection, layer: str, table: str, rules: Sequence[Rule]) -> list[Seen]:
    """Return each rule of a table with the number of rows that it speaks of, counted in one pass."""
    seen = [Seen(rule, layer, table, position) for position, rule in enumerate(rules)]
    counted = dict.fromkeys(["true", *(_speaks_of(one.rule) for one in seen)])
    try:
        counted = _count(connection, layer, table, list(counted))
    except duckdb.Error:
        for predicate in counted:
            try:
                counted |= _count(connection, layer, table, [predicate])
            except duckdb.Error as error:
                counted[predicate] = str(error)
    for one in seen:
        count = counted[_speaks_of(one.rule)]
        one.rows, one.fault = (count, "") if isinstance(count, int) else (0, str(count))
    return seen


def _speaks_of(rule: Rule) -> str:
    if rule.applies:
        return rule.filled(rule.applies)
    if rule.parent_key:
        return " and ".join(f'"{name}" is not null' for name in rule.parent_key)
    passes_null = rule.check is not None and not rule.when_null.startswith("fails")
    return f'"{rule.columns[0]}" is not null' if passes_null else "true"


def _count(connection: duckdb.DuckDBPyConnection, layer: str, table: str, predicates: list[str]) -> dict[str, int]:
    counts = ", ".join(f"coalesce(count_if({predicate}), 0)" for predicate in predicates)  # of no row it is NULL
    row = execute_parsed(connection, f"select {counts} from {layer}.{table} where not {COPY}").fetchall()[0]
    return dict(zip(predicates, map(int, row), strict=True))


def forget(connection: duckdb.DuckDBPyConnection, layer: str, table: str, positions: Sequence[int]) -> None:
    """Take the offending rows of some rules away, before they are looked for again or because the rule was judged to hold."""
    connection.execute(
        'delete from gate.offending where layer = ? and "table" = ? and list_contains(?, "position")', [layer, table, positions]
    )


def count_offending(connection: duckdb.DuckDBPyConnection, layer: str, table: str) -> dict[int, int]:
    """Return the number of offending rows by the position of the rule."""
    select = 'select "position", count(*) from gate.offending where layer = ? and "table" = ? group by all'
    return dict(connection.execute(select, [layer, table]).fetchall())


def find_by_predicate(connection: duckdb.DuckDBPyConnection, rules: Sequence[RowRule]) -> Found:
    """Store the offending rows of a table's predicates in one pass; if that fails, rule by rule, to tell which cannot run."""
    if not rules:
        return {}
    try:
        execute_parsed(connection, _one_pass(rules))
    except duckdb.Error as error:
        if len(rules) == 1:
            return {rules[0].position: error}
        return {position: what for one in rules for position, what in find_by_predicate(connection, [one]).items()}
    counts = count_offending(connection, rules[0].layer, rules[0].table)
    return {one.position: counts.get(one.position, 0) for one in rules}


def _one_pass(rules: Sequence[RowRule]) -> str:
    first = rules[0]
    judged = ", ".join(f"({one.where.replace('{batch}', one.source)}) as offends_{one.position}" for one in rules)
    said = ", ".join(
        f"case when offends_{one.position} then {{'position': {one.position}, 'arithmetic': {one.arithmetic}}} end" for one in rules
    )
    return f"""
        insert into gate.offending
        select '{first.layer}', '{first.table}', broken.position, row_key, broken.arithmetic
        from (
            select row_key, unnest(list_filter([{said}], lambda one: one is not null)) as broken
            from (select *, {judged} from {first.source})
            where ({" or ".join(f"offends_{one.position}" for one in rules)}) and not {COPY}
        )
    """


def find_by_query(connection: duckdb.DuckDBPyConnection, one: RowRule) -> Found:
    """Store the rows that a rule's query selects; its arithmetic is read from the table's row of that key."""
    selected = f"select distinct row_key from ({one.query.replace('{batch}', one.source)}) where row_key is null or not {COPY}"
    shown = "select null::varchar as shown_key, null::varchar as arithmetic"
    if one.shows:  # a finding of the cohort may name the staged row behind it
        keys = [name for name in table_types(connection, one.layer, one.table) if name.endswith("row_key")]
        every = " union all ".join(
            f'select "{key}" as shown_key, {one.arithmetic} as text '
            f'from (select * from {one.source} where "{key}" in (select row_key from selected))'
            for key in keys
        )
        shown = f"select shown_key, string_agg(distinct text, '; ' order by text) as arithmetic from ({every}) group by shown_key"
    try:
        execute_parsed(
            connection,
            f"""
            insert into gate.offending
            with
            selected as materialized ({selected}),
            shown as ({shown})
            select '{one.layer}', '{one.table}', {one.position}, s.row_key, any_value(shown.arithmetic)
            from selected as s left join shown on shown.shown_key = s.row_key
            group by s.row_key
            """,
        )
    except duckdb.Error as error:
        return {one.position: error}
    return {one.position: count_offending(connection, one.layer, one.table).get(one.position, 0)}


def store_offending(connection: duckdb.DuckDBPyConnection, one: RowRule, keys: Sequence[str | None]) -> None:
    """Store rows that a class of Great Expectations has judged, each with its arithmetic; None is the whole table."""
    connection.execute(
        f"""
        insert into gate.offending
        select '{one.layer}', '{one.table}', {one.position}, listed.listed_key, any_value(shown.arithmetic)
        from (select unnest(?::varchar[]) as listed_key) as listed
        left join (select row_key as shown_key, {one.arithmetic} as arithmetic from {one.source}) as shown on shown_key = listed_key
        group by listed.listed_key
        """,
        [keys],
    )


def find_by_number(connection: duckdb.DuckDBPyConnection, found: Sequence[tuple[Seen, pl.Series]]) -> None:
    """Store the rows of a table by their numbers (rowid), as pandera has found them, for all rules at once."""
    if not found:
        return
    first = found[0][0]
    numbers = pl.concat(
        pl.DataFrame({"number": listed}, schema={"number": pl.Int64}).with_columns(pl.lit(one.position, pl.Int32).alias("position"))
        for one, listed in found
    )
    said = " ".join(f"when {one.position} then {row_rule(one).arithmetic}" for one, _ in found)
    connection.register("numbered", numbers)
    try:
        connection.execute(
            f"""
            insert into gate.offending
            select '{first.layer}', '{first.table}', n."position", t.row_key, case n."position" {said} end
            from {first.layer}.{first.table} as t join numbered as n on n.number = t.rowid
            where not is_copy(t.row_key)
            """
        )
    except duckdb.Error as error:
        if len(found) == 1:
            first.fault = str(error)
            return
        for each in found:
            find_by_number(connection, [each])
    finally:
        connection.unregister("numbered")
