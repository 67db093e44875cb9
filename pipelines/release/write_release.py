"""Makes a release: an immutable folder of parquet files and results, named after what it was made from."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipelines.release.data_dictionary import write_data_dictionary
from pipelines.release.describe_columns import describe_columns, released_tables
from pipelines.release.parquet_file import write_described
from pipelines.release.sums import to_json
from pipelines.warehouse.build_tables import built_tables, quoted
from pipelines.warehouse.table_files import table_of
from schemas.role import ANALYSIS_SET

READING_SCRIPTS = tuple(Path(__file__).with_name(name) for name in ("read_cohort.R", "read_cohort.py"))


def write_tables(connection: duckdb.DuckDBPyConnection, layer: str, folder: Path, tables: list[str]) -> None:
    """Write the tables of a layer as parquet, their rows in order of all columns so that the same rows are the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        target = quoted(folder / f"{table}.parquet")
        connection.execute(f"copy (select * from {layer}.{table} order by all) to {target} (format parquet)")


def write_release(connection: duckdb.DuckDBPyConnection, folder: Path, results: Mapping[str, Any]) -> None:
    """Write cohort and accepted tables, the data dictionary, scripts that read them and the results into `folder`.

    Columns of free text stay in the restricted zone: anything may stand in them.
    """
    for layer, tables in released_tables(connection).items():
        (folder / layer).mkdir(parents=True, exist_ok=True)
        for table in tables:
            columns = describe_columns(connection, layer, table)
            write_described(connection, layer, table, columns, folder / layer / f"{table}.parquet")
    analysis_set = table_of(ANALYSIS_SET)
    if analysis_set in built_tables(connection, "cohort"):
        target = quoted(folder / "cohort" / f"{analysis_set}.csv")
        connection.execute(f"copy (select * from cohort.{analysis_set} order by row_key) to {target} (format csv, header)")
        for script in READING_SCRIPTS:
            shutil.copyfile(script, folder / script.name)
    write_data_dictionary(connection, folder / "data_dictionary.csv")
    (folder / "results.json").write_text(to_json(results), encoding="utf-8")
