"""Loading the files of a table, or of a source of another shape: what is stored beside a row, what is counted, what is refused."""

from dataclasses import replace

import polars as pl
import pytest

from pipelines.drop.inventory import take_inventory
from pipelines.drop.sheet import Sheet, UnreadableDrop
from pipelines.raw.load_shape import load_shape
from pipelines.raw.load_sheets import Extract, Loaded, Loading, note_sheet, raw_types, store_rows
from pipelines.raw.load_table import load_table
from pipelines.raw.pseudonyms import Pseudonyms
from pipelines.raw.run_own_sql import ColumnNotThere, refuse_column_that_was_there
from pipelines.raw.unknown_headers import note_unknown_headers
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.sections import Settings, Source, Table
from pipelines.warehouse.build_tables import open_warehouse, put_frame
from tests.small_drop import KEY

HEADER = "patient_id,test,value,unit,collected_at\n"
ONE_ROW = "00000001,AST,45,U/L,2023-01-09\n"
WIDE_SHAPE = "select origin, patient_id, 'AST' as test, got as value, 'U/L' as unit, \"day\" as collected_at from source.wide"


@pytest.fixture(scope="module")
def warehouse():
    with open_warehouse() as connection:
        yield connection


def sent(loading: Loading, name: str, text: str) -> Loading:
    """Return the load of a drop into which a file is put."""
    (loading.drop.folder / name).write_text(text, encoding="utf-8")
    return replace(loading, drop=take_inventory(loading.drop.folder, [name]))


@pytest.fixture
def loading(warehouse, tmp_path):
    """A load into an empty table of labs."""
    warehouse.execute("drop table if exists source.wide")
    put_frame(warehouse, "raw.labs", pl.DataFrame(schema=raw_types("labs")))
    settings = Settings.model_validate({"registry": {"name": "Drawn"}, "sources": {"emr": {"tables": {"labs": {"files": ["labs.csv"]}}}}})
    drop = take_inventory(tmp_path, ["labs.csv"])
    return Loading(warehouse, drop, settings, Pseudonyms(bytes.fromhex(KEY), ".+"), None, Loaded())


def labs_of(source: Source) -> Extract:
    return Extract("emr", source, "labs", source.tables["labs"])


def rows_of_labs(loading: Loading, *columns: str) -> list[tuple]:
    return loading.connection.execute(f"select {', '.join(columns)} from raw.labs order by all").fetchall()


def refused(load, *arguments) -> tuple[str, str]:
    with pytest.raises(UnreadableDrop) as caught:
        load(*arguments)
        next(each for each in arguments if isinstance(each, Loading)).faults.refuse()
    return caught.value.rule, str(caught.value)


WRITTEN = {  # what the settings say of the table and of the source -> what is stored
    "neither": ({}, {}, ("ymd", ".")),
    "source": ({}, {"date_order": "dmy", "decimal_mark": ","}, ("dmy", ",")),
    "table": ({"date_order": "mdy", "decimal_mark": ","}, {}, ("mdy", ",")),
    "both": ({"date_order": "mdy", "decimal_mark": "."}, {"date_order": "dmy", "decimal_mark": ","}, ("mdy", ".")),
}


@pytest.mark.parametrize("said_by", WRITTEN)
def test_how_a_file_is_written_says_its_table_before_its_source(loading, said_by):
    of_table, of_source, stored = WRITTEN[said_by]
    extract = labs_of(Source(tables={"labs": Table(files=["labs.csv"], **of_table)}, **of_source))
    store_rows(loading, extract, sheet_of("patient_id"), pl.DataFrame({"patient_id": ["P1"]}))
    assert rows_of_labs(loading, "patient_id", "date_order", "decimal_mark") == [("P1", *stored)]


def sheet_of(*header: str) -> Sheet:
    return Sheet("labs.csv", "", header, pl.DataFrame(), (), {}, "utf-8")


def test_columns_outside_are_counted_as_naming_a_person_or_as_unknown(loading):
    extract = labs_of(Source(tables={"labs": Table(files=["labs.csv"])}, identifiers=["보호자"]))
    rows = pl.DataFrame({"has_identifier": [True, False, True], "patient_id": ["p1", "p2", "p1"]})
    cells = pl.DataFrame(
        {"c0": ["45"] * 3, "c1": ["홍길동", "없음", None], "c2": ["모"] * 3, "c3": ["이층방"] * 3, "c4": ["Kim Minsu", "x", "x"]}
    )
    note_sheet(loading, extract, replace(sheet_of("value", "환자 이름", "보호자", "room", "name"), rows=cells), rows, {1, 2, 3, 4})
    names = ("홍길동", "홍 길동", "KIM MINSU", "MINSU KIM")
    assert loading.loaded.names == {name: {"p1"} for name in names}, "full names of people, which are sought in what is published"
    ((counted),) = loading.loaded.sheets
    assert (counted["identifier_columns_dropped"], counted["unknown_columns_dropped"]) == (3, 1)
    assert (counted["read"], counted["rows_with_identifier_blanked"]) == (3, 2)


def test_a_table_without_a_row_is_refused_and_one_row_is_enough(loading):
    extract = labs_of(loading.settings.sources["emr"])
    rule, said = refused(load_table, sent(loading, "labs.csv", HEADER), extract)
    assert rule == "CV-001" and "the extract of labs has a header and no rows" in said
    assert "may_be_empty = true" in said
    load_table(sent(loading, "labs.csv", HEADER), labs_of(Source(tables={"labs": Table(files=["labs.csv"], may_be_empty=True)})))
    assert rows_of_labs(loading, "test") == []
    load_table(sent(loading, "labs.csv", HEADER + ONE_ROW), extract)
    assert rows_of_labs(loading, "test", "value", "source_file", "source_row") == [("AST", "45", "labs.csv", 2)]


def wide_source(labs: str = WIDE_SHAPE, macros: str = "", **headers: str) -> Source:
    """Return a source of a shape of its own: one sheet, of which its SQL makes labs."""
    sheet = Table(files=["wide.csv"], patient_id_column="chart", headers=headers)
    return Source(shape="ours", own_sql={"labs": labs, "macros": macros}, tables={"wide": sheet})


@pytest.fixture
def wide() -> Source:
    return wide_source()


ROWS_OF_KINDS = "patient_id,test,value,unit,collected_at,art\n" + "".join(
    f"0000000{number},{test},{number},U/L,2023-01-09,{kind}\n"
    for number, (test, kind) in enumerate([("AST", "L"), ("TnT ", "L"), ("AST", "V"), ("HBV  DNA", "L"), ("", "L")], 1)
)
LEFT = {  # what the settings say -> the lines that are of the table, and how many are left out
    "all": ({}, [2, 3, 4, 5, 6], 0),
    "without tests that nobody asked for": ({"leave_out": {"test": ["TNT", "hbv dna"]}}, [2, 4, 6], 2),
    "of one kind": ({"only": {"Art": ["L"]}}, [2, 3, 5, 6], 1),
    "both": ({"only": {"Art": ["L"]}, "leave_out": {"test": ["TNT"]}}, [2, 5, 6], 2),
    "a blank cell is no word that is wanted": ({"only": {"test": ["AST"]}}, [2, 4], 3),
    "a header that is not there leaves nothing out": ({"leave_out": {"Typ": ["L"]}}, [2, 3, 4, 5, 6], 0),
}


@pytest.mark.parametrize("said", LEFT)
def test_rows_are_left_out_by_the_words_that_the_settings_name(loading, said):
    named, lines, left_out = LEFT[said]
    source = Source(tables={"labs": Table(files=["labs.csv"], **named)})
    load_table(sent(loading, "labs.csv", ROWS_OF_KINDS), labs_of(source))
    assert [line for (line,) in rows_of_labs(loading, "source_row")] == lines
    assert loading.loaded.count("read") == len(lines) and loading.loaded.count("left_out") == left_out


TITLE = "Laborexport kumulativ,,,,\n,,,,\n"


def test_the_header_stands_below_a_title_also_where_only_the_settings_know_it(loading):
    headers = {"Pat": "patient_id", "Abnahme": "collected_at"}
    results = {"GOT": {"test": "AST", "unit": "U/L"}, "Krea": {"test": "CREAT"}, "Bili ges.": {"test": "TBIL"}}
    rows = "00000001,2023-01-09,45,0.9,1.1\n00000002,2023-01-10,46,1.0,1.2\n00000003,2023-01-11,47,1.1,1.3\n"
    source = Source(tables={"labs": Table(files=["labs.csv"], headers=headers, wide=results)})
    load_table(sent(loading, "labs.csv", f"{TITLE}Pat,Abnahme,GOT,Krea,Bili ges.\n{rows}"), labs_of(source))
    assert rows_of_labs(loading, "source_row", "test", "value")[:3] == [(4, "AST", "45"), (4, "CREAT", "0.9"), (4, "TBIL", "1.1")]


def test_the_header_of_a_sheet_of_another_shape_stands_below_a_title(loading, wide):
    rows = "00000001,45,2023-01-09,가나다,1\n00000002,46,2023-01-10,나다라,2\n00000003,47,2023-01-11,다라마,3\n"
    load_shape(sent(loading, "wide.csv", f"{TITLE}chart,got,day,성명,more\n{rows}"), "hospital", wide)
    assert rows_of_labs(loading, "test", "value", "source_row")[0] == ("AST", "45", 4)


def test_a_sheet_of_another_shape_becomes_the_rows_of_its_tables(loading, wide):
    load_shape(sent(loading, "wide.csv", "chart,got,day,성명\n00000001,45,2023-01-09,가나다\n"), "hospital", wide)
    origin = ("source", "source_file", "source_row", "patient_id_status")
    assert rows_of_labs(loading, "test", "value", *origin) == [("AST", "45", "hospital", "wide.csv", 2, "ok")]
    assert "성명" not in loading.connection.table("source.wide").columns


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("number,got,day\n00000001,45,2023-01-09\n", "CV-002", "the header does not have the column chart"),
        ("chart,got,day\n", "CV-001", "the extract of wide has a header and no rows"),
        ("chart,got,day,Source\n00000001,45,2023-01-09,a\n", "CV-002", "a column is called source"),
    ],
    ids=["no patient number", "no row", "a name of the registry"],
)
def test_a_sheet_of_another_shape_is_refused(loading, wide, text, rule, said):
    broken, message = refused(load_shape, sent(loading, "wide.csv", text), "hospital", wide)
    assert broken == rule and said in message


SHEET = "chart,got,day,room\n00000001,45,2023-01-09,7\n00000001,much,sometime,\n00000001,,,\n"


def test_what_the_sql_cannot_compute_stays_as_it_stands_and_never_looks_like_a_blank(loading):
    select = (
        'select origin, patient_id, \'AST\' as test, or_as_sent(twice(got), got) as value, or_as_sent(try_cast("day" as date), "day") '
        "as collected_at from source.wide"
    )
    macros = "create or replace macro twice(t) as 2 * try_cast(t as int);"
    load_shape(sent(loading, "wide.csv", SHEET), "hospital", wide_source(select, macros))
    assert rows_of_labs(loading, "value", "collected_at") == [("90", "2023-01-09"), ("much", "sometime"), (None, None)]


def test_columns_of_a_sheet_that_its_sql_does_not_read_are_named(loading):
    for headers, said in (
        ({}, ["the registry does not know these columns of the file, which stay outside: room"]),
        ({"room": ""}, []),  # known, and left outside
        ({"room": "", "ward": ""}, ["no file of the table has a header that its settings name: ward"]),
    ):
        loading.connection.execute("drop table if exists source.wide")
        loading.connection.execute("delete from raw.unknown_headers")
        loading.loaded.headers.clear()
        load_shape(sent(loading, "wide.csv", SHEET), "hospital", wide_source(**headers))
        note_unknown_headers(loading.connection, loading.loaded.headers)
        assert loading.connection.execute('select "table", message from raw.unknown_headers').fetchall() == [("labs", one) for one in said]


@pytest.mark.parametrize(
    ("labs", "said"),
    [
        ("select\n origin,\n patient_id,\n gut as value\nfrom source.wide", "line 4: it reads the column gut, which no sheet has"),
        ("select\n origin,\n patient_id,\n got as valeu\nfrom source.wide", "line 4: labs has no column valeu; did you mean value?"),
        ("select\n patient_id,\n got as value\nfrom source.wide", "it must pass on origin of the sheet"),
        ("select\n origin,\n patient_id,\n got as value,\n got as value\nfrom source.wide", "line 4: it makes the column value twice"),
        ("select\n origin,\n patient_id,\n nofn(got) as value\nfrom source.wide", "line 4: Scalar Function with name nofn does not exist"),
        ("select\n origin,\n patient_id,\n got::int as value\nfrom source.wide", "line 4: it cannot be computed of what a cell holds"),
    ],
    ids=["unknown column", "column of no table", "no origin", "twice", "no such function", "a cast that fails"],
)
def test_a_fault_of_the_hospitals_own_sql_is_that_of_the_settings(loading, labs, said):
    with pytest.raises(UnusableSettings) as caught:
        load_shape(sent(loading, "wide.csv", SHEET), "hospital", wide_source(labs))
    assert str(caught.value).startswith("ours/labs.sql") and said in str(caught.value)
    assert "much" not in str(caught.value), "no message says what a cell holds"


def test_a_macro_may_not_stand_in_the_place_of_one_of_the_registry(loading):
    with pytest.raises(UnusableSettings, match=r"ours/macros\.sql, line 2: the registry has a macro fold itself"):
        load_shape(sent(loading, "wide.csv", SHEET), "hospital", wide_source(macros="\ncreate or replace macro fold(t) as t;"))


def test_a_column_that_the_last_release_had_is_the_hospitals_fault(loading):
    source = wide_source()
    with pytest.raises(ColumnNotThere) as caught:
        load_shape(sent(loading, "wide.csv", "chart,got\n00000001,45\n"), "hospital", source)
    refuse_column_that_was_there(caught.value, {"columns": {"sheet wide": ["got"]}})  # the SQL was never right
    with pytest.raises(UnreadableDrop, match="does not have the column day any more, which the last release had") as refusal:
        refuse_column_that_was_there(caught.value, {"columns": {"sheet wide": ["Day", "got"]}})
    assert refusal.value.rule == "CV-002"
