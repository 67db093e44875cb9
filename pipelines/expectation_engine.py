"""Runs a suite of Great Expectations on DuckDB itself, over the registry's own connection.

Great Expectations has no DuckDB data source and closes a connection before the result is read; the subclasses below keep it open.
Results are asked for as true or false only, so that no value of a patient enters a result, an exception text or a report.
"""

import logging
from contextlib import contextmanager
from typing import Literal

import duckdb
import duckdb_engine
import great_expectations as gx
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.datasource.fluent.config_str import ConfigStr
from great_expectations.execution_engine import SqlAlchemyExecutionEngine

from schemas.rule import Rule

logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # its errors quote queries; the gate says what failed


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


def open_datasource(connection: duckdb.DuckDBPyConnection):
    """Return a data source on a cursor of the connection: no file lock, and tables not yet written are seen."""

    def open_cursor() -> duckdb_engine.ConnectionWrapper:
        cursor = connection.cursor()
        variables = connection.execute("select name, value::varchar, type from duckdb_variables()").fetchall()
        for name, value, kind in variables:  # a cursor has none of its connection's variables: the settings would all be NULL
            cursor.execute(f"set variable {name} = cast($value as {kind})", {"value": value})
        return duckdb_engine.ConnectionWrapper(cursor)

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context.data_sources.add_duckdb(
        "registry",
        connection_string="duckdb:///:memory:",
        kwargs={"creator": open_cursor},
    )


def check_suite(datasource, layer: str, table: str, rules: list[tuple[str, Rule, str]]) -> dict[str, bool | None]:
    """Return for each (name, rule, query) whether it holds on layer.table; None where it could not be run.

    The query of a rule about rows selects the offending rows from {batch}; a rule about a whole table names its own class.
    """
    asset = datasource.add_table_asset(f"{layer}.{table}", schema_name=layer, table_name=table)
    suite = gx.ExpectationSuite(name=f"{layer}.{table}")
    for name, rule, query in rules:
        meta = {"meta": {"rule": name}}
        if rule.expectation:
            class_name, arguments = rule.expectation
            suite.add_expectation(getattr(gx.expectations, class_name)(**arguments, **meta))
        else:
            suite.add_expectation(gx.expectations.UnexpectedRowsExpectation(unexpected_rows_query=query, **meta))
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    result = batch.validate(suite, result_format="BOOLEAN_ONLY")
    return {one.expectation_config.meta["rule"]: None if _raised(one.exception_info) else bool(one.success) for one in result.results}


def _raised(info: dict) -> bool:
    """Say whether an expectation could not be run; GX reports that flat or per metric."""
    return info.get("raised_exception", False) or any(isinstance(part, dict) and part.get("raised_exception") for part in info.values())
