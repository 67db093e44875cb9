"""Builds the tables of the review page: whom it shows, which rows a query is about, and what the registry draws of a patient."""

import duckdb

from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.sql_files import table_file
from pipelines.warehouse.table_files import table_of
from schemas.role import OF_REVIEW, Role

MADE = ("asked_rows", "reviewed_patients", "reviewed_rows", "reviewed_files", "asked_cells")  # each of those before it


def build_review(connection: duckdb.DuckDBPyConnection) -> tuple[Role, ...]:
    """Build what the page is made of, once the queries stand; return which of its drawings this registry has."""
    for table in MADE:
        build_table(connection, table_file("queries", table), "queries")
    drawn = tuple(role for role in OF_REVIEW if table_of(role))
    for role in drawn:
        build_table(connection, table_file(role.layer, table_of(role)), role.layer)
    return drawn
