"""Counts the queries for the report: what is open and since when, what answers came to, and which values people gave hold tonight."""

from typing import Any

import duckdb

from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.sql_files import table_file

COUNTED = (
    "history",
    "answered_queries",
    "open_counts",
    "rule_answers",
    "override_counts",
    "source_counts",
    "course",
)  # each of those before it
STATES = """
    select
        count_if(state = 'open')::bigint as open,
        count_if(state = 'answered')::bigint as answered,
        count_if(state = 'accepted')::bigint as accepted,
        count_if(is_new)::bigint as new,
        count_if(is_reopened)::bigint as reopened,
        count_if(state = 'closed')::bigint as closed,
        count_if(state = 'open' and hangs_on is not null)::bigint as consequences
    from queries.queries
"""


def count_queries(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return counts for report and status: by state after tonight, and what is new, reopened or closed; then the tables of the report."""
    for table in COUNTED:
        build_table(connection, table_file("queries", table), "queries")
    (counts,), (course,) = connection.sql(STATES).pl().to_dicts(), _rows(connection, "course")
    return counts | course | {name: _rows(connection, name) for name in ("open_counts", "rule_answers", "override_counts", "source_counts")}


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    return connection.sql(f"from queries.{table}").pl().to_dicts()
