"""Runs Great Expectations on DuckDB itself, over the registry's own connection: the gate that judges every rule of a suite.

Great Expectations has no DuckDB data source and closes a connection before the result is read; the subclasses below keep it open.
Results are asked for as true or false only, so that no value of a patient enters a result, an exception text or a report.
"""

import builtins
import logging
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Literal

import duckdb
import duckdb_engine
import great_expectations as gx
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.datasource.fluent.config_str import ConfigStr
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from pipelines.gate.offending_rows import RowRule, find_by_predicate, find_by_query
from pipelines.gate.row_expectation import METRIC

logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # its errors quote queries; the gate says what failed


class Cursor(duckdb_engine.ConnectionWrapper):
    """A cursor that the pool may let go after its connection is closed."""

    def rollback(self) -> None:
        """End the transaction, if there still is one."""
        with suppress(duckdb.ConnectionException):
            self.__getattr__("rollback")()  # the connection's own, which this method hides


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """An execution engine that keeps its one connection, because a DuckDB result is gone once its connection is closed.

    Offending rows are found and stored by `registry`, the connection that has the settings and macros of the run: each statement is a
    transaction of its own there, so that a rule that cannot run takes nothing of another's with it.
    """

    registry: duckdb.DuckDBPyConnection

    @contextmanager
    def get_connection(self) -> Generator[Any]:
        """Yield the one connection."""
        if not getattr(self, "_connection", None):
            self._connection = self.engine.connect()
        yield self._connection

    def see_tables_anew(self) -> None:
        """End the transaction of the one connection, which sees the tables as they were when it began."""
        if getattr(self, "_connection", None):
            self._connection.rollback()

    def resolve_metrics(self, metrics_to_resolve: Iterable, metrics: Any = None, runtime_configuration: Any = None) -> Any:
        """Compute metrics as every engine does, but all predicates of a batch in one pass over its table."""
        by_batch: dict[str, list[RowRule]] = {}
        for metric in metrics_to_resolve:
            if metric.metric_name == METRIC and metric.metric_value_kwargs["where"]:
                by_batch.setdefault(metric.metric_domain_kwargs["batch_id"], []).append(self._row_rule(metric.metric_value_kwargs))
        for batch, rules in by_batch.items():
            found = self._found_in(batch)
            rules = sorted((one for one in rules if one.position not in found), key=lambda one: one.position)
            found.update(find_by_predicate(self.registry, rules))
        return super().resolve_metrics(metrics_to_resolve, metrics, runtime_configuration)

    def count_offending(self, batch: str, kwargs: Mapping[str, Any]) -> int:
        """Find and store the offending rows of a rule and return their number; raise why it cannot run.

        Each rule is run once: Great Expectations asks again for all metrics of a batch where one of them fails.
        """
        one, found = self._row_rule(kwargs), self._found_in(batch)
        if one.position not in found:
            found.update(find_by_query(self.registry, one) if one.query else find_by_predicate(self.registry, [one]))
        outcome = found[one.position]
        if isinstance(outcome, duckdb.Error):
            raise outcome
        return outcome

    def _found_in(self, batch: str) -> dict[int, int | duckdb.Error]:
        if not hasattr(self, "_found"):
            self._found: dict[str, dict[int, int | duckdb.Error]] = {}
        return self._found.setdefault(batch, {})

    def _row_rule(self, kwargs: Mapping[str, Any]) -> RowRule:
        data: Any = self.batch_manager.active_batch_data
        return RowRule(data.source_schema_name, data.source_table_name, *(kwargs[key] for key in ("position", "where", "query", "shows")))


class ColumnsOfTable(TableMetricProvider):
    """The columns of a table, from DuckDB's own catalogue: to ask as SQLAlchemy does takes a tenth of a second for each table."""

    metric_name = "table.column_types"
    value_keys = ("include_nested",)

    @metric_value(engine=DuckDBExecutionEngine)
    def _duckdb(
        cls,  # noqa: N805 (GX passes the class)
        execution_engine: Any,
        metric_domain_kwargs: Any,
        metric_value_kwargs: Any,
        metrics: Any,
        runtime_configuration: Any,
    ) -> list[dict[str, Any]]:
        data = execution_engine.batch_manager.batch_data_cache[metric_domain_kwargs["batch_id"]]
        described = execution_engine.registry.execute(f'describe "{data.source_schema_name}"."{data.source_table_name}"').fetchall()
        return [{"name": name, "type": its_type, "primary_key": False} for name, its_type, *_ in described]


class DuckDBDatasource(SQLDatasource):
    """A data source of Great Expectations on DuckDB; defining it registers `add_duckdb`."""

    type: Literal["duckdb"] = "duckdb"  # pyrefly: ignore[bad-override]  (by this word Great Expectations tells its data sources apart)
    connection_string: ConfigStr | str

    @property
    def execution_engine_type(self) -> "builtins.type[DuckDBExecutionEngine]":
        """The engine that runs the metrics."""
        return DuckDBExecutionEngine


def open_datasource(connection: duckdb.DuckDBPyConnection) -> DuckDBDatasource:
    """Return a data source on a cursor of the connection: no file lock, and tables not yet written to disk are seen."""
    context = gx.get_context(mode="ephemeral")
    variables: Any = context.variables
    variables.progress_bars = {"globally": False}
    variables.save = lambda: None  # the context ends with the run, and to write it as YAML for every table takes longest of all
    datasource = context.data_sources.add_duckdb(
        "registry",
        connection_string="duckdb:///:memory:",
        kwargs={"creator": lambda: Cursor(connection.cursor())},
    )
    datasource.get_execution_engine().registry = connection
    return datasource


def validate(datasource: DuckDBDatasource, layer: str, table: str, suite: gx.ExpectationSuite) -> list[tuple[dict[str, Any], bool, str]]:
    """Validate a table by a suite; return (meta, whether it holds, why it could not be judged or "") of each expectation."""
    if not suite.expectations:
        return []
    engine: Any = datasource.get_execution_engine()
    engine.see_tables_anew()
    asset = datasource.add_table_asset(f"{suite.name} {len(datasource.assets)}", schema_name=layer, table_name=table)
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    validated: Any = batch.validate(suite, result_format="BOOLEAN_ONLY")
    return [(one.expectation_config.meta, bool(one.success), _fault(one.exception_info)) for one in validated.results]


def _fault(info: Mapping[str, Any]) -> str:
    """Return why an expectation could not be run; GX reports that flat or per metric. "" if it was."""
    raised = [part for part in (info, *info.values()) if isinstance(part, dict) and part.get("raised_exception")]
    return "; ".join(str(part.get("exception_message") or "Great Expectations could not judge it") for part in raised)
