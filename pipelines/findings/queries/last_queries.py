"""The queries of the last published run, with the rows as it was sent them: lists are written of them, answers are held against them.

A run that is stopped moves nothing in the log: the numbers that it would give are nobody's yet.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.settings.errors import UnusableSettings
from pipelines.warehouse.build_tables import put_select, quoted

KEPT = "queries.parquet"
ASKED = ("open", "answered")
PSEUDONYM = re.compile(r"\b[A-Z][0-9A-F]{20}\b")
TEXTS = ("entity", "raw", "arithmetic")


@contextmanager
def open_last_queries(data: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """Yield a connection with queries.queries and raw.<table> of the last published run; raise UnusableSettings where there are none.

    Where each query stands is read from the log by `states_of`: answers may have been taken since.
    """
    folder = data / "restricted" / "runs" / (data / "registry" / "current").resolve().name
    if not (folder / KEPT).is_file():
        raise UnusableSettings(f"{data}: no published run has made queries here yet; `python -m pipelines ingest` makes one")
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


def in_hospital_words(query: dict[str, Any], numbers: Mapping[str, str]) -> dict[str, Any]:
    """Return a query whose texts name exams, lesions and specimens by the hospital's own numbers, which it looks for in its own system."""
    return query | {name: PSEUDONYM.sub(lambda found: numbers.get(found[0], found[0]), query[name]) for name in TEXTS if query[name]}


def hospital_numbers(restricted: Path) -> dict[str, str]:
    """Return the hospital's own numbers of exams, lesions and specimens by pseudonym, as the last run has kept them."""
    path = restricted / "numbers.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["pseudonym"]: row["as_sent"] for row in csv.DictReader(file)}
