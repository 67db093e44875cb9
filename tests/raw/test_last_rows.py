"""The last row of a file that ends without a newline: whole by the habit of its source, by the settings, or asked about."""

import pytest

from pipelines.drop.inventory import inventory_drop
from pipelines.raw.load_drop import load_drop
from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import open_warehouse
from tests.small_drop import KEY

HEADER = "patient_id,test,value,unit,collected_at\n"
ROWS = HEADER + "00000001,AST,45,U/L,2023-01-09\n00000003,TBIL,0.8,mg/dL,2023-01-"  # 2023-01-20, of which 2023-01-2 would be left
ENDED, OPEN = ROWS + "20\n", ROWS + "2"


def load(folder, files, table=None, source=None):
    """Return (rows of labs, lines quarantined) of a source whose laboratory has these files."""
    for name, text in files.items():
        (folder / name).write_text(text)
    tables = {"labs": {"files": ["*.csv"]} | (table or {})}
    settings = Settings.model_validate({"registry": {"name": "Drawn"}, "sources": {"emr": {"tables": tables} | (source or {})}})
    with open_warehouse() as connection:
        loaded = load_drop(connection, inventory_drop(folder, settings), settings, bytes.fromhex(KEY))
        rows = connection.execute("select source_file, source_row from raw.labs order by all").fetchall()
        broken = connection.execute("select rule, source_file, source_row from raw.broken_rows order by all").fetchall()
    assert loaded.count("read") == len(rows) + len(broken)  # nothing vanishes
    return rows, broken


@pytest.mark.parametrize(
    ("others", "table", "source", "is_read"),
    [
        ([ENDED, ENDED], {}, {}, False),  # the other files end in a newline
        ([OPEN, OPEN], {}, {}, True),  # none does: their program never writes the last one
        ([OPEN, OPEN, ENDED], {}, {}, True),  # two of three
        ([OPEN, ENDED], {}, {}, False),  # half of them is no habit
        ([ENDED, ENDED, ENDED, ENDED], {}, {}, False),
        ([], {}, {}, False),  # nobody can tell: it is asked about
        ([], {}, {"ends_with_newline": False}, True),  # the settings' word is the last
        ([ENDED], {"ends_with_newline": False}, {"ends_with_newline": True}, True),
        ([OPEN, OPEN], {"ends_with_newline": True}, {}, False),
    ],
)
def test_the_last_row_is_whole_where_no_newline_is_the_habit(tmp_path, others, table, source, is_read):
    files = {"a.csv": OPEN} | {f"b{i}.csv": text.replace(",45,", f",{50 + i},") for i, text in enumerate(others)}
    rows, broken = load(tmp_path, files, table, source)
    assert (("a.csv", 3) in rows) is is_read
    assert (("CV-031", "a.csv", 3) in broken) is not is_read


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ROWS + "20\n총 2건", "a footer counts it"),
        (HEADER + '00000001,AST,45,U/L,"2023-01-09"\n00000003,TBIL,0.8,mg/dL,"2023-01-2"', "its last cell is closed"),
        (HEADER + "00000001,AST,45,U/L,2023-01-09,\n00000003,TBIL,0.8,mg/dL,2023-01-2,", "a delimiter closes its last cell"),
        (HEADER + "00000001,AST,45,U/L,2023-01-09\n" * 3 + "00000003,TBIL,0.8,mg/dL,2023-01-20", "all last cells are as long"),
        (ROWS + "20\n\n ,", "a blank line is below it"),
    ],
)
def test_a_row_that_shows_that_it_is_whole_is_read(tmp_path, text, why):
    rows, broken = load(tmp_path, {"a.csv": text.replace(HEADER * 2, HEADER), "b.csv": ENDED})
    assert broken == [], why
    assert max(row for file, row in rows if file == "a.csv") >= 3


def test_short_cells_of_one_length_show_nothing(tmp_path):
    cut = "patient_id,test,unit,collected_at,value\n" + "00000001,AST,U/L,2023-01-09,45\n" * 4 + "00000003,AST,U/L,2023-01-20,13"  # of 139
    _, broken = load(tmp_path, {"a.csv": cut, "b.csv": ENDED})
    assert broken == [("CV-031", "a.csv", 6)]


def test_only_the_cut_row_of_a_source_of_another_shape_is_quarantined(tmp_path):
    labs = "select origin, patient_id, 'AST' as test, got as value, 'U/L' as unit, \"day\" as collected_at from source.drawn_labs"
    drop = tmp_path / "drop"
    drop.mkdir()
    tables = {"drawn_labs": {"files": ["a.csv"], "patient_id_column": "no"}}
    (drop / "a.csv").write_text("no,got,day\n00000001,45,2023-01-09\n00000002,46,2023-01-2")
    source = {"shape": "drawn", "own_sql": {"labs": labs}, "tables": tables}
    settings = Settings.model_validate({"registry": {"name": "Drawn"}, "sources": {"emr": source}})
    with open_warehouse() as connection:
        load_drop(connection, inventory_drop(drop, settings), settings, bytes.fromhex(KEY))
        assert connection.execute("select source_row, value from raw.labs").fetchall() == [(2, "45")]
        assert connection.execute('select "table", rule, source_row from raw.broken_rows').fetchall() == [("labs", "CV-031", 3)]
