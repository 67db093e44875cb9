"""What holds for every staging table: it keeps its rows, names them as they were named, and never takes unreadable for missing."""

import polars as pl
import pytest

from pipelines.gate.self_test.read_examples import read_good_rows
from pipelines.warehouse.table_files import raw_tables, table_columns, table_schema
from schemas.examples.settings import WRITTEN
from schemas.examples.shared import UNREADABLE
from schemas.staging_schema import PROVENANCE
from tests.staging_of import stage

READ = ("date", "datetime", "number", "integer", "code")


@pytest.mark.parametrize("table", raw_tables())
def test_rows_are_kept_whatever_they_hold_in_columns_of_the_schema(table):
    columns = table_columns(table)
    blank = {column.name: None for column in columns}
    senseless = {column.name: UNREADABLE.get(column.kind, "?!") for column in columns}
    rows = stage(
        table, {}, {}, {**blank, "patient_id_status": "missing"}, senseless, {**blank, "patient_id": "P2"}, {"has_identifier": True}
    )
    assert [row["row_key"] for row in rows] == [f"{table}-{number:03d}" for number in range(6)]
    for name in PROVENANCE.keys() - {"row_key", "patient_id", "patient_id_status", "has_identifier", "sheet"}:
        assert {row[name] for row in rows} == {WRITTEN[name]}, name
    for column in columns:
        if column.kind in READ:
            status = [row[f"{column.name}_status"] for row in rows]
            expected = "ok" if column.name in read_good_rows("staging")[table] else "missing"
            alone = {"unit": "ok"}.get(column.name, "unreadable") if table == "labs" else "unreadable"  # of no known test
            of_blank = "ok" if (table, column.name) == ("labs", "unit") else "missing"
            assert status == [expected, expected, of_blank, alone, of_blank, expected], column.name
    types = table_schema("staging", table).TYPES
    assert list(rows[0]) == list(types)
    assert pl.DataFrame(rows, schema=types).schema == types
