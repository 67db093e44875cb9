"""Keeps the rows of which a person has said that they are right as they are, though a rule would quarantine them.

What was accepted is the value that was there, under the rule as it was: with another value, or a changed rule, the row is quarantined
again, and the query reopened.
"""

from collections.abc import Mapping
from typing import Any

import duckdb

from pipelines.findings.build_findings import build_findings
from pipelines.findings.queries.build_queries import build_queries
from pipelines.findings.queries.query_log import RIGHT
from pipelines.settings.rules_in_force import RuleBook

FLAGGED = """
    update gate.findings as f set level = 'flag' from queries.query_findings as q
    where f.level = 'reject' and q.state = 'accepted' and q.answer = $right and f.layer = q.layer and f."table" = q."table"
    and f.rule = q.rule and array_to_string(f.columns, ', ') = q.columns and f.row_key = q.row_key
"""


def accept_rows(connection: duckdb.DuckDBPyConnection, book: RuleBook, log: tuple[Mapping[str, Any], ...]) -> None:
    """Make flags of the findings of level reject whose query is accepted as right; what cannot be resolved stays in quarantine.

    With nothing accepted, nothing is built.
    """
    if any(move["state_to"] == "accepted" for move in log):
        build_findings(connection, "the gate")
        build_queries(connection, book, log)
        connection.execute(FLAGGED, {"right": RIGHT})
