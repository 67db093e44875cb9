"""Leaves out the rows of patients who have withdrawn, and counts them."""

from collections.abc import Collection

import duckdb

from pipelines.warehouse.build_tables import fill_table
from pipelines.warehouse.table_files import raw_tables


def leave_out(connection: duckdb.DuckDBPyConnection, pseudonyms: Collection[str]) -> dict[str, int]:
    """Take the rows of these patients out of every raw table and note who they are; return how many rows were left out, by table."""
    fill_table(connection, "reference.withdrawn_patients", [(pseudonym,) for pseudonym in pseudonyms])
    left = {}
    for table in raw_tables() if pseudonyms else ():
        gone = connection.execute(f"delete from raw.{table} where patient_id in (select patient_id from reference.withdrawn_patients)")
        left[table] = gone.fetchall()[0][0]
    return {table: rows for table, rows in left.items() if rows}
