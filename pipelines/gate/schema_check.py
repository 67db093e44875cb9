"""Validates a table by its pandera schema: its columns and types, and row by row what each column may hold.

pandera alone decides these rules: what it finds are the offending rows, and a rule holds if it finds none. What is true between columns,
rows or tables is Great Expectations' (pipelines/gate/row_expectation.py).
"""

from collections.abc import Sequence

import duckdb
import pandera.errors
import pandera.polars as pa
import polars as pl
from pandera.config import ValidationDepth, config_context

from pipelines.gate.offending_rows import Seen, find_by_number
from schemas.rule import BrokenRule
from schemas.staging_schema import check_name


def check_schema(connection: duckdb.DuckDBPyConnection, layer: str, table: str, schema: pa.DataFrameSchema, seen: Sequence[Seen]) -> None:
    """Store the offending rows of the schema's rules; a check that raises is its rule's fault.

    Raises BrokenRule if the table does not have the columns and types of its schema, which is a fault of the program.
    """
    _check_columns(connection, layer, table, schema)
    columns = sorted({one.rule.columns[0] for one in seen})
    if not columns:
        return
    listed = ", ".join(f'"{column}"' for column in columns)
    frame = connection.sql(f"select rowid as number, {listed} from {layer}.{table}").pl()
    cases = _failure_cases(pa.DataFrameSchema({column: schema.columns[column] for column in columns}), frame.select(columns))
    by_check = {(one.rule.columns[0], "not_nullable" if one.rule.not_null else check_name(one.rule)): one for one in seen}
    offending = []
    for (column, check), found in cases.group_by("column", "check", maintain_order=True):
        one = by_check.get((column, check))
        if one is None:
            raise BrokenRule(f"{layer}.{table} does not have the columns and types of its schema (column {column}, {check})")
        if found["index"].null_count():
            one.fault = str(found["failure_case"][0])
        else:
            offending.append((one, frame["number"].gather(found["index"].unique())))
    find_by_number(connection, offending)


def _check_columns(connection: duckdb.DuckDBPyConnection, layer: str, table: str, schema: pa.DataFrameSchema) -> None:
    wanted = {name: column.dtype.type for name, column in schema.columns.items()}
    there = connection.sql(f"select * from {layer}.{table} limit 0").pl().schema
    for column in sorted(wanted.keys() | there.keys()):
        if wanted.get(column) != there.get(column):
            differs = f"column {column}: {there.get(column, 'not there')}, by the schema {wanted.get(column, 'none')}"
            raise BrokenRule(f"{layer}.{table} does not have the columns and types of its schema ({differs})")


def _failure_cases(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> pl.DataFrame:
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):  # whatever the environment says
        try:
            schema.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as error:
            return error.failure_cases
    return pl.DataFrame(schema={"failure_case": pl.String, "column": pl.String, "check": pl.String, "index": pl.Int64})
