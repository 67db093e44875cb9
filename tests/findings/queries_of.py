"""Lives nights with queries: draws the findings of each night, and keeps a log between them as the restricted zone does."""

import atexit
import datetime as dt
from functools import cache

import duckdb
import polars as pl

from pipelines.findings.queries.build_queries import build_queries, moves_of
from pipelines.settings.rules_in_force import AS_WRITTEN
from pipelines.warehouse.build_tables import open_warehouse, put_frame
from pipelines.warehouse.table_files import raw_tables, table_schema

FIRST_NIGHT = dt.date(2024, 3, 1)


@cache
def one_warehouse() -> duckdb.DuckDBPyConnection:
    """Return the warehouse that all these tests use one after the other; nothing is staged in it."""
    atexit.register(one_warehouse.cache_clear)
    connection = open_warehouse()
    for table in raw_tables():
        put_frame(connection, f"staging.{table}", pl.DataFrame(schema=table_schema("staging", table).TYPES))
    return connection


DRAWN = {"rule": "PA-900", "level": "flag", "layer": "cohort", "table": "drawn", "columns": "value"}


class Nights:
    """A registry that finds what is drawn, night after night; `log` is what its restricted zone holds."""

    def __init__(self) -> None:
        self.connection, self.log, self.day = one_warehouse(), [], FIRST_NIGHT
        self.book, self.rule = AS_WRITTEN, DRAWN

    def find(self, **values: str) -> dict[str, str]:
        """Live a night on which AFP, ALB … of the patient P1 offend by these values; return the moves: query → from → to."""
        findings = [
            {"patient": "P1", "row_key": f"P1:{test}", "raw": value, "message": "m", "action": "a", "name": "n"} | self.rule
            for test, value in values.items()
        ]
        types = table_schema("quarantine", "findings").TYPES
        put_frame(self.connection, "quarantine.findings", pl.DataFrame(findings, schema=types))
        self.connection.execute("set variable as_of = ?", [self.day])
        build_queries(self.connection, self.book, self.log)
        moves = moves_of(self.connection)
        self._append(moves)
        self.day += dt.timedelta(days=1)
        return {move["query_no"]: f"{move['state_from']} → {move['state_to']}: {move['why']}" for move in moves}

    def answer(self, query_no: str, state: str, **more: object) -> None:
        """Let a person answer a query, which is in a state then."""
        last = [move for move in self.log if move["query_no"] == query_no][-1]
        self._append([last | {"state_from": last["state_to"], "state_to": state, "made_by": "Kim", "why": "answered", **more}])

    def queries(self, *columns: str) -> list[tuple]:
        """Return columns of the list of queries after the last night."""
        return self.connection.execute(f"select {', '.join(columns)} from queries.queries").fetchall()

    def _append(self, moves: list[dict]) -> None:
        for move in moves:
            self.log.append(move | {"move_no": len(self.log) + 1})
