"""The queries of the last run, with the rows as it was sent them: what lists are written of, and what answers are held against."""

from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.settings.errors import UnusableSettings
from pipelines.warehouse.build_tables import put_select, quoted

KEPT = "queries.parquet"
ASKED = ("open", "answered")


@contextmanager
def open_last_queries(data: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """Yield a connection with queries.queries and raw.<table> of the last run; raise UnusableSettings where no run has kept them.

    Where each query stands is read from the log by `states_of`: answers may have been taken since.
    """
    folder = data / "restricted" / "current"
    if not (folder / KEPT).is_file():
        raise UnusableSettings(f"{data}: no run has made queries here yet; take a drop with `python -m pipelines ingest` first")
    with duckdb.connect() as connection:
        for layer in ("queries", "raw"):
            connection.execute(f"create schema {layer}")
        put_select(connection, "queries.queries", f"from read_parquet({quoted(folder / KEPT)})")
        for path in sorted((folder / "raw").glob("*.parquet")):
            put_select(connection, f"raw.{path.stem}", f"from read_parquet({quoted(path)})", kind="view")
        yield connection


def queries_by_source(connection: duckdb.DuckDBPyConnection, states: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Return the queries that still ask, by the source that sends their rows, in the order of their influence."""
    found = defaultdict(list)
    for row in connection.sql("from queries.queries").pl().to_dicts():
        state = states.get(row["query_no"], row["state"])
        if state in ASKED:
            found[row["source"] or "registry"].append(row | {"state": state})
    return dict(found)


def states_of(log: list[dict[str, Any]]) -> dict[str, str]:
    """Return where each query stands after its last move."""
    return {move["query_no"]: move["state_to"] for move in sorted(log, key=lambda move: move["move_no"])}
