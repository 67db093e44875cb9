"""A table of the warehouse has the columns and types that the schema of its name says, each with its meaning."""

import pytest

from pipelines.warehouse.table_files import layer_tables, table_schema
from tests.staging_of import open_raw


@pytest.fixture(scope="module")
def connection():
    connection = open_raw({})
    yield connection
    connection.close()


@pytest.mark.parametrize("table", layer_tables("derived"))
def test_a_derived_table_has_the_columns_and_types_of_its_schema(table, connection):
    schema = table_schema("derived", table)
    assert dict(connection.sql(f"from derived.{table}").pl().schema) == schema.TYPES
    assert schema.MEANING.keys() == schema.TYPES.keys()
