"""A name of a file or a sheet that holds a resident or telephone number is asked about, and its rows are read."""

import polars as pl
import pytest

from pipelines.drop.sheet import Sheet
from pipelines.raw.telling_names import note_telling_name
from pipelines.warehouse.build_tables import build_table, open_warehouse
from pipelines.warehouse.sql_files import SQL


@pytest.mark.parametrize(
    ("file", "sheet", "is_asked"),
    [
        ("labs_900101-1234567.csv", "", True),
        ("labs.xlsx", "010-1234-5678", True),
        ("labs_９００１０１-1234567.csv", "", True),
        ("labs_90817263.csv", "2023-01-09", False),
        ("labs_20230109-1234567.csv", "", False),
    ],
)
def test_a_telling_name_is_asked_about(file, sheet, is_asked):
    with open_warehouse() as connection:
        build_table(connection, SQL / "raw" / "unknown_headers.sql", "raw")
        note_telling_name(connection, "labs", Sheet(file, sheet, (), pl.DataFrame(), (), {}, ""))
        noted = connection.execute('select "table", rule, source_file, sheet from raw.unknown_headers').fetchall()
    assert noted == [("labs", "CV-004", file, sheet)] * is_asked
