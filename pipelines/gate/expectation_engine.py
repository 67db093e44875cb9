"""Runs Great Expectations on DuckDB itself, over the registry's own connection: the gate that judges every rule.

It judges what DuckDB has found and stored: the number of offending rows of each rule, which may be 0 at most. So no predicate is run
twice. A rule about a whole table is judged on the table itself, by the class that it names.

Great Expectations has no DuckDB data source and closes a connection before the result is read; the subclasses below keep it open.
Results are asked for as true or false only, so that no value of a patient enters a result, an exception text or a report.
"""

import logging
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from typing import Literal

import duckdb
import duckdb_engine
import great_expectations as gx
from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.datasource.fluent.config_str import ConfigStr
from great_expectations.execution_engine import SqlAlchemyExecutionEngine

from pipelines.gate.offending_rows import Seen

logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # its errors quote queries; the gate says what failed
SEVERITY = {"stop": "critical", "reject": "critical", "flag": "warning"}


class Cursor(duckdb_engine.ConnectionWrapper):
    """A cursor that the pool may let go after its connection is closed."""

    def rollback(self) -> None:
        """End the transaction, if there still is one."""
        with suppress(duckdb.ConnectionException):
            self.__getattr__("rollback")()  # the connection's own, which this method hides


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """An execution engine that keeps its one connection, because a DuckDB result is gone once its connection is closed."""

    @contextmanager
    def get_connection(self):
        """Yield the one connection."""
        if not getattr(self, "_connection", None):
            self._connection = self.engine.connect()
        yield self._connection


class DuckDBDatasource(SQLDatasource):
    """A data source of Great Expectations on DuckDB; defining it registers `add_duckdb`."""

    type: Literal["duckdb"] = "duckdb"
    connection_string: ConfigStr | str

    @property
    def execution_engine_type(self):
        """The engine that runs the metrics."""
        return DuckDBExecutionEngine


class ExpectNoOffendingRow(gx.expectations.ExpectColumnMaxToBeBetween):
    """Expects that a rule has no offending row; `column` is that of its count."""

    _configuration = PrivateAttr(None)

    @property
    def configuration(self):
        """The same as of every expectation, made once: it is asked for some fifty times, which takes most of a validation."""
        if self._configuration is None or self._configuration.id != self.id:
            self._configuration = super().configuration
        return self._configuration


def open_datasource(connection: duckdb.DuckDBPyConnection):
    """Return a data source on a cursor of the connection: no file lock, and tables not yet written to disk are seen."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context.data_sources.add_duckdb(
        "registry",
        connection_string="duckdb:///:memory:",
        kwargs={"creator": lambda: Cursor(connection.cursor())},
    )


def judge_rules(connection: duckdb.DuckDBPyConnection, datasource, name: str, seen: Sequence[Seen]) -> dict[tuple[str, int], bool | None]:
    """Return for each rule, by its table and position, whether it holds; None where it could not be judged.

    `name` is that of the suite; the rules may be of several tables of one layer.
    """
    by_rows = {f"rule_{number}": one for number, one in enumerate(one for one in seen if not one.rule.expectation)}
    verdicts: dict[tuple[str, int], bool | None] = {}
    if by_rows:
        counts = ", ".join(
            f'coalesce(count_if("table" = \'{one.table}\' and "position" = {one.position}), 0) as {column}'
            for column, one in by_rows.items()
        )
        layer = next(iter(by_rows.values())).layer
        connection.execute(f"create or replace table offending_counts as select {counts} from offending where layer = '{layer}'")
        none = [ExpectNoOffendingRow(column=column, max_value=0, **_described(one)) for column, one in by_rows.items()]
        verdicts |= _validate(datasource, "main", "offending_counts", name, none)
    for one in seen:
        if one.rule.expectation:
            class_name, arguments = one.rule.expectation
            filled = {key: one.rule.filled(value) if isinstance(value, str) else value for key, value in arguments.items()}
            own = [getattr(gx.expectations, class_name)(**filled, **_described(one))]
            verdicts |= _validate(datasource, one.layer, one.table, f"{name} {one.table} {one.position}", own)
    return verdicts


def _described(one: Seen) -> dict[str, object]:
    return {"severity": SEVERITY[one.rule.level], "meta": {"table": one.table, "position": one.position}}


def _validate(datasource, schema: str, table: str, name: str, expectations: list) -> dict[tuple[str, int], bool | None]:
    asset = datasource.add_table_asset(name, schema_name=schema, table_name=table)
    suite = gx.ExpectationSuite(name=name, expectations=expectations)
    result = asset.add_batch_definition_whole_table("all").get_batch().validate(suite, result_format="BOOLEAN_ONLY")
    judged = [(one.expectation_config.meta, None if _raised(one.exception_info) else bool(one.success)) for one in result.results]
    return {(meta["table"], meta["position"]): verdict for meta, verdict in judged}


def _raised(info: dict) -> bool:
    """Say whether an expectation could not be run; GX reports that flat or per metric."""
    return info.get("raised_exception", False) or any(isinstance(part, dict) and part.get("raised_exception") for part in info.values())
