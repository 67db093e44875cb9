"""A table of the warehouse has the columns and types that the schema of its name says, each with its meaning."""

import pytest

from pipelines.findings.build_findings import build_findings
from pipelines.findings.queries.build_queries import build_queries
from pipelines.findings.queries.count_queries import count_queries
from pipelines.findings.review.build_review import build_review
from pipelines.gate.last_release import load_last_tables
from pipelines.gate.quarantine import count_rows, part_rows
from pipelines.gate.row_changes import build_row_changes
from pipelines.release.last_release import LastRelease
from pipelines.settings.rules_in_force import AS_WRITTEN
from pipelines.warehouse.build_tables import build_layers
from pipelines.warehouse.sql_files import layer_files, sql_layers
from pipelines.warehouse.table_files import table_schema
from tests.staging_of import open_raw

TABLES = [(layer, table) for layer in sql_layers() for table in layer_files(layer)]


@pytest.fixture(scope="module")
def connection():
    """A registry to which nobody has sent a row, built to its findings."""
    connection = open_raw({})
    connection.execute("set variable as_of = date '2024-12-31'")
    load_last_tables(connection, LastRelease())
    part_rows(connection)
    count_rows(connection)
    build_row_changes(connection)
    build_layers(connection, "reference", "cohort", "quarantine")
    build_findings(connection, "of nothing")
    build_queries(connection, AS_WRITTEN, [])
    count_queries(connection)
    connection.execute("set variable most_reviewed_patients = 500")
    build_review(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(("layer", "table"), TABLES, ids=[".".join(name) for name in TABLES])
def test_a_table_has_the_columns_and_types_of_its_schema(layer, table, connection):
    types = table_schema(layer, table).TYPES
    assert dict(connection.sql(f"from {layer}.{table}").pl().schema) == types


@pytest.mark.parametrize(("layer", "table"), [name for name in TABLES if name[0] != "staging"])
def test_a_column_has_its_meaning(layer, table):
    schema = table_schema(layer, table)
    assert schema.MEANING.keys() == schema.TYPES.keys()
