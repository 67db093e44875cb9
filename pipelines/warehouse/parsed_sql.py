"""Runs SQL that comes again: for each run under other settings, for canaries and drop, for each table that is drawn.

A text is taken apart once in a process, which is a fifth of the making of a small table. What it makes is as the tables are then: nothing
but the parse tree is kept, and the same text has always the same.
"""

import duckdb

_PARSED: dict[str, list[duckdb.Statement]] = {}


def execute_parsed(connection: duckdb.DuckDBPyConnection, text: str) -> duckdb.DuckDBPyConnection:
    """Run the statements of a text one after the other; return the connection, which has the result of the last."""
    if text not in _PARSED:
        _PARSED[text] = connection.extract_statements(text)
    for statement in _PARSED[text]:
        connection.execute(statement)
    return connection
