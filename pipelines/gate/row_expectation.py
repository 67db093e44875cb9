"""A rule about rows as an expectation of Great Expectations' own kind: its metric finds the offending rows, and its verdict is the gate's.

`ExpectNoOffendingRow` carries the rule's predicate or query. Its metric runs it over the connection of the execution engine, stores the
keys of the offending rows with their arithmetic in gate.offending and returns their number; the expectation holds if that is 0. Nothing
else runs these predicates and queries. A query that cannot run is an exception of its metric, and the other rules are judged.
"""

from typing import Any, ClassVar

from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

METRIC = "table.offending_rows"


class OffendingRows(TableMetricProvider):
    """The number of rows of a table that offend a rule; to compute it is to store them."""

    metric_name = METRIC
    value_keys = ("rule", "position", "where", "query", "shows")

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805 (GX passes the class)
        execution_engine: Any,
        metric_domain_kwargs: Any,
        metric_value_kwargs: Any,
        metrics: Any,
        runtime_configuration: Any,
    ) -> int:
        return execution_engine.count_offending(metric_domain_kwargs["batch_id"], metric_value_kwargs)


class ExpectNoOffendingRow(BatchExpectation):
    """Expects that no row of the batch offends a rule.

    `where` is true for an offending row, or `query` selects the keys of the offending rows from {batch}; `rule` names it, `position` is
    its place among the rules of the table, `shows` is the SQL of the arithmetic behind a finding.
    """

    rule: str
    position: int = 0
    where: str = ""
    query: str = ""
    shows: str = ""

    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id", "table")
    success_keys: ClassVar[tuple[str, ...]] = OffendingRows.value_keys
    metric_dependencies: ClassVar[tuple[str, ...]] = (METRIC,)

    _configuration = PrivateAttr(None)

    @property
    def configuration(self) -> Any:
        """The same as of every expectation, made once: it is asked for some thirty times, which takes most of a validation."""
        if self._configuration is None or self._configuration.id != self.id:
            self._configuration = super().configuration
        return self._configuration

    def _validate(self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None) -> dict[str, Any]:
        return {"success": metrics[METRIC] == 0, "result": {"observed_value": metrics[METRIC]}}
