"""Lets a rule that the settings make stop the run stop on new findings only: what the last release had already does not block every night.

A finding is known if the run of the last release found the same rule on the same row. One known finding more than there was is new; known
ones are listed and asked about as ever.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.gate.check_rules import Outcome
from pipelines.warehouse.build_tables import quoted

OF_RULE = 'layer = $layer and "table" = $table and rule = $rule and name = $name and columns = $columns'


def hold_known(connection: duckdb.DuckDBPyConnection, outcomes: Iterable[Outcome], run: Path | None) -> list[Outcome]:
    """Return the outcomes, those noted whose findings the last release had, all of them; `run` is its folder in the restricted zone."""
    before = run / "findings.parquet" if run else None
    is_kept = before is not None and before.is_file()
    return [
        replace(one, is_known=is_kept and one.outcome == "failed" and _is_known(connection, one, quoted(before)))
        if one.rule.only_new and before
        else one
        for one in outcomes
    ]


def _is_known(connection: duckdb.DuckDBPyConnection, one: Outcome, before: str) -> bool:
    named = {"layer": one.layer, "table": one.table, "rule": one.rule.id, "name": one.rule.name}
    named["columns"] = ", ".join(one.rule.columns)
    ((new,),) = connection.execute(
        f"""
        select count(*) from (
            select row_key from quarantine.findings where {OF_RULE}
            except all
            select row_key from read_parquet({before}) where {OF_RULE}
        )
        """,
        named,
    ).fetchall()
    return not new
