"""Finds the rows behind a column of the analysis set, or a fact that a criterion asks about: table and row key, with what the row says.

Which rows these are, the registry says: a schema names for each of its columns the files of `sql/trace/` (TRACED), and each file selects
patient_id, part, what, table_name and row_key from the released tables. "labs:ALB" are the rows of labs.sql whose part is ALB.
"""

from collections.abc import Mapping
from functools import cache
from operator import attrgetter

import duckdb
import polars as pl

from pipelines.trace.released import Released
from pipelines.warehouse.build_order import tables_read
from pipelines.warehouse.build_tables import put_select, quoted
from pipelines.warehouse.sql_files import SQL
from pipelines.warehouse.table_files import table_of, table_schema
from schemas.role import ANALYSIS_SET, BASELINE_LABS, BEST_RESPONSES, ELIGIBILITY_FACTS, EVENT_TIMES, READER_OPINIONS

FOLDER = SQL / "trace"
FOLDERS = {"cohort": attrgetter("release"), "accepted": attrgetter("release"), "quarantine": attrgetter("run")}
COLUMNS = {"patient_id": pl.String, "what": pl.String, "table": pl.String, "row_key": pl.String}


def traced_columns() -> Mapping[str, tuple[str, ...]]:
    """Return the files behind each column that can be traced, as the schemas name them."""
    roles = (READER_OPINIONS, BEST_RESPONSES, ELIGIBILITY_FACTS, EVENT_TIMES, BASELINE_LABS, ANALYSIS_SET)
    schemas = (table_schema(one.layer, table_of(one)) for one in roles if table_of(one))
    return {column: files for schema in schemas for column, files in getattr(schema, "TRACED", {}).items()}


def rows_behind(released: Released, column: str, patients: list[str]) -> pl.DataFrame:
    """Return patient_id, what, table and row_key of each row behind the column's value of these patients.

    "reader_id:R2" are the rows behind the column reader_id of which the part is R2.
    """
    name, _, part = column.partition(":")
    files = [f"{file}:{part}" if part else file for file in traced_columns()[name]]
    found = pl.concat([pl.DataFrame(schema=COLUMNS), *(_part_of(released, file) for file in files)])
    return found.filter(pl.col("patient_id").is_in(patients)).drop_nulls("row_key").unique(maintain_order=True)


def _part_of(released: Released, file: str) -> pl.DataFrame:
    name, _, part = file.partition(":")
    rows = _rows_of(released, name)
    return (rows.filter(pl.col("part") == part) if part else rows).select(*COLUMNS)


@cache
def _rows_of(released: Released, name: str) -> pl.DataFrame:
    """Return what a file of sql/trace/ selects from the tables of a release, and from the quarantine that its run has kept."""
    select = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        for layer in FOLDERS:
            connection.execute(f"create schema {layer}")
        for place in sorted(tables_read(connection, select)):
            layer, table = place.split(".")
            path = FOLDERS[layer](released) / layer / f"{table}.parquet"
            put_select(connection, place, f"from read_parquet({quoted(path)})", kind="view")
        rows = connection.sql(select).pl()
    return rows.rename({"table_name": "table"}).with_columns(pl.col(column).cast(kind) for column, kind in COLUMNS.items())
