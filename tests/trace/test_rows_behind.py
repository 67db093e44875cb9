"""What the registry declares for tracing: each file of sql/trace/ lists rows of extracts, and each traced column names such files."""

import pytest

from pipelines.gate.self_test.draw_cases import open_later_layers, put_typed
from pipelines.gate.self_test.example_settings import COHORT, READERS
from pipelines.trace.rows import FOLDER, traced_columns
from pipelines.warehouse.build_order import tables_read
from pipelines.warehouse.table_files import table_of, table_schema
from schemas.role import ROLES

FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.sql"))}


def test_every_traced_column_names_a_file_and_every_file_is_named():
    named = {file.partition(":")[0] for files in traced_columns().values() for file in files}
    assert named == set(FILES)


@pytest.fixture(scope="module")
def connection():
    with open_later_layers(COHORT, READERS) as connection:
        yield connection


@pytest.mark.parametrize("name", FILES)
def test_a_file_lists_patient_part_what_table_and_row(connection, name):
    for place in tables_read(connection, FILES[name]):
        put_typed(connection, place, [])
    assert connection.sql(FILES[name]).columns == ["patient_id", "part", "what", "table_name", "row_key"]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_a_table_has_the_columns_of_its_role(role):
    table = table_of(role)
    assert table, "no table of this registry has the role"
    assert set(role.columns) - set(table_schema(role.layer, table).TYPES) == set()
