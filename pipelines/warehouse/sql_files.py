"""Finds the SQL files of the tables: the path is the name, and nothing else lists them.

A file in which the word `each_table` stands speaks of every staged table. One that is itself called so is a template, and makes one table
for each; of any other the selects for all of them are put together. Other words stand for what the schema of the table says
(`each_code`, `each_number` …, schema_words.py).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipelines.warehouse.schema_words import WORDS

SQL = Path(__file__).resolve().parents[2] / "sql"
EACH = "each_table"
CHECKS = "checks"  # the topic of the tables of a layer that only rules read: they are not released
RELEASED = ("accepted", "cohort")  # the layers that a release is made of
NO_LAYERS = ("macros", "trace")  # the folders of sql/ that hold no tables of a layer


@cache
def sql_layers() -> tuple[str, ...]:
    """Return the layers that have SQL files, by name."""
    return tuple(sorted({path.relative_to(SQL).parts[0] for path in SQL.rglob("*.sql")} - set(NO_LAYERS)))


def layer_paths(layer: str) -> list[Path]:
    """Return the SQL files of a layer in the order of their names, the template of its tables among them."""
    return sorted((SQL / layer).rglob("*.sql"), key=lambda path: path.stem)


def layer_files(layer: str) -> dict[str, Path]:
    """Return the SQL files of a layer by table, in the order of their names; the template of its tables is not among them."""
    return {path.stem: path for path in layer_paths(layer) if path.stem != EACH}


@cache
def table_file(layer: str, table: str) -> Path:
    """Return the SQL file of a table: `sql/<layer>/<table>.sql`, or in a folder of a topic below the layer's."""
    (path,) = (SQL / layer).rglob(f"{table}.sql")
    return path


def topic_of(path: Path) -> str:
    """Return the topic of a table, which is the folder below its layer's; "" where it stands in the layer's own."""
    return "/".join(path.relative_to(SQL).parts[1:-1])


def is_for_rules_only(layer: str, table: str) -> bool:
    """Say whether a table stands among those that only rules read."""
    return topic_of(table_file(layer, table)) == CHECKS


def is_released(layer: str, table: str) -> bool:
    """Say whether a table is part of a release."""
    return layer in RELEASED and not is_for_rules_only(layer, table)


def each_select(path: Path, table: str, **words: str) -> str:
    """Return the select of a file for one staged table, with what else it leaves open by its word."""
    text = path.read_text(encoding="utf-8")
    said = {word: says(table) for word, says in WORDS.items() if re.search(rf"\b{word}\b", text)}
    for word, stands_for in {EACH: table, **said, **words}.items():
        text = re.sub(rf"\b{word}\b", lambda _, said=stands_for: said, text)
    return text


def whole_select(path: Path, tables: Iterable[str]) -> str:
    """Return the select of a file; of one that speaks of each staged table, the selects for all of `tables` put together."""
    text = path.read_text(encoding="utf-8")
    if not re.search(rf"\b{EACH}\b", text):
        return text
    return "\nunion all\n".join(f"from (\n{each_select(path, table)}\n)" for table in tables)
