"""Reads the lists of medical facts: each `sql/reference/<name>.csv` that has a schema becomes the table `reference.<name>`."""

from functools import cache

import polars as pl

from pipelines.warehouse.sql_files import SQL
from pipelines.warehouse.table_files import required_schema, table_schema

BETWEEN_WORDS = ";"
TRUTH = {"yes": True, "no": False}


@cache
def listed_tables() -> tuple[str, ...]:
    """Return the lists that are tables as they stand; one that a step of the run fills has a SQL file of its own."""
    names = [path.stem for path in sorted((SQL / "reference").glob("*.csv"))]
    return tuple(name for name in names if table_schema("reference", name) and not (SQL / "reference" / f"{name}.sql").exists())


@cache
def read_list(table: str) -> pl.DataFrame:
    """Return a list with the types of its schema: a blank cell is NULL, a list of words has `;` between them, truth is yes or no."""
    types = required_schema("reference", table).TYPES
    texts = pl.read_csv(SQL / "reference" / f"{table}.csv", infer_schema=False)
    return texts.select(_typed(column, kind) for column, kind in types.items())


def listed_rows(table: str) -> list[dict]:
    """Return the rows of a list, each by column; none if this registry has no such list."""
    return read_list(table).to_dicts() if table in listed_tables() else []


def _typed(column: str, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Boolean:
        return pl.col(column).replace_strict(TRUTH, return_dtype=pl.Boolean)
    if kind == pl.List(pl.String):
        return pl.col(column).str.split(BETWEEN_WORDS)
    return pl.col(column).cast(kind)
