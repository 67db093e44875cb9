"""Extracts that came out wrong once, in workbooks, Parquet and JSON: what each of them says, and the day on which it says it."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from pipelines.drop.inventory import take_inventory
from pipelines.drop.sheet import UnreadableDrop
from pipelines.raw.load_shape import load_shape
from pipelines.raw.load_sheets import Extract, Loaded, Loading, raw_types
from pipelines.raw.load_table import load_table
from pipelines.raw.pseudonyms import Pseudonyms
from pipelines.settings.sections import Settings, Source, Table
from pipelines.warehouse.build_tables import load_macros, open_warehouse, put_frame
from tests.drop.workbooks.other_workbooks import spreadsheetml
from tests.small_drop import KEY

PATIENTS = ["patient_id", "birth_date", "sex", "dx_code", "hcc_dx_date"]
KOREAN = ["환자번호", "생년월일", "성별", "진단코드", "진단일"]


@pytest.fixture(scope="module")
def warehouse():
    with open_warehouse() as connection:
        load_macros(connection, "reading")
        yield connection


class Loader:
    """Loads one extract into an empty raw table, and returns what staging makes of its cells."""

    def __init__(self, connection, folder: Path):
        self.connection, self.folder, self.loaded = connection, folder, Loaded()

    def load(self, table: str, *files: tuple[str, bytes], source: dict | None = None, **settings) -> None:
        for name, data in files:
            (self.folder / name).write_bytes(data)
        put_frame(self.connection, f"raw.{table}", pl.DataFrame(schema=raw_types(table)))
        names = [name for name, _ in files]
        given = Source(tables={table: Table(files=settings.pop("files", names), **settings)}, **source or {})
        drop = take_inventory(self.folder, names)
        whole = Settings.model_validate({"registry": {"name": "Drawn"}, "sources": {"emr": given}})
        pseudonyms = Pseudonyms(bytes.fromhex(KEY), "[0-9]{8}")
        self.loading = Loading(self.connection, drop, whole, pseudonyms, None, self.loaded)
        load_table(self.loading, Extract("emr", given, table, given.tables[table]))
        self.loading.faults.refuse()

    def staged(self, table: str, *columns: str) -> list[tuple]:
        return self.connection.execute(f"select {', '.join(columns)} from raw.{table} order by source_row").fetchall()

    def days(self, table: str, *columns: str) -> list[tuple]:
        """Return the days that these columns hold."""
        texts = [f"day_of_birth({column})" if column == "birth_date" else column for column in columns]
        return self.staged(table, *(f"read_date({text}, date_order)::varchar" for text in texts))

    def count(self, what: str) -> int:
        return self.loaded.count(what)


@pytest.fixture
def loader(warehouse, tmp_path):
    return Loader(warehouse, tmp_path)


def workbook(*rows, date_1904=False, formats=(), merged=(), far=None) -> bytes:
    """Return a workbook of rows; `formats` are number formats by column, `far` is a cell with a blank at the end of nowhere."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": date_1904}) as book:
        sheet = book.add_worksheet()
        styles = [book.add_format({"num_format": code}) for code in formats]
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(i, j, cell)
                elif cell is not None:
                    sheet.write_number(i, j, cell, styles[j] if j < len(styles) else None)
        for cells in merged:
            sheet.merge_range(cells, rows[int(cells[1]) - 1][ord(cells[0]) - 65])
        if far:
            sheet.write_string(*far, " ")
    return buffer.getvalue()


def ndjson(*records: dict) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


# --- days counted from 1904


def test_day_numbers_without_a_format_are_the_days_that_excel_shows(loader):
    rows = [["00000001", 20464, "M", "C22.0", 43434], ["00000002", 18752, "F", "C22.0", 43404.25], ["00000003", 4500, "M", "C22.0", 2022]]
    loader.load("patients", ("a.xlsx", workbook(PATIENTS, *rows, date_1904=True)))
    assert loader.days("patients", "birth_date", "hcc_dx_date") == [
        ("1960-01-11", "2022-12-01"),
        ("1955-05-05", "2022-11-01"),
        ("1916-04-27", None),  # a year stays a year
    ]
    loader.load("patients", ("a.xlsx", workbook(PATIENTS, *rows)))  # the same numbers where days are counted from 1900
    assert loader.days("patients", "birth_date", "hcc_dx_date")[:2] == [("1956-01-10", "2018-11-30"), ("1951-05-04", "2018-10-31")]


def test_day_numbers_with_a_format_are_days_in_both_systems(loader):
    formats = ("@", "yyyy-mm-dd", "@", "@", "yyyy-mm-dd")
    for date_1904, birth, diagnosis in ((True, 20464, 43434), (False, 21926, 44896)):
        data = workbook(PATIENTS, ["00000001", birth, "M", "C22.0", diagnosis], date_1904=date_1904, formats=formats)
        loader.load("patients", ("a.xlsx", data))
        assert loader.days("patients", "birth_date", "hcc_dx_date") == [("1960-01-11", "2022-12-01")]


def test_the_xml_of_2003_counts_from_1904_too(loader):
    cells = "".join(f'<Cell><Data ss:Type="String">{word}</Data></Cell>' for word in PATIENTS)
    kinds = [("String", "00000001"), ("Number", "20464"), ("String", "M"), ("String", "C22.0"), ("Number", "43434")]
    row = "".join(f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for kind, value in kinds)
    sheet = f'<Worksheet ss:Name="s"><Table><Row>{cells}</Row><Row>{row}</Row></Table></Worksheet>'
    loader.load("patients", ("a.xls", spreadsheetml(sheet, settings="<x:Date1904/>")))
    assert loader.days("patients", "birth_date", "hcc_dx_date") == [("1960-01-11", "2022-12-01")]


def test_numbers_that_may_be_days_are_refused_where_no_column_is_known_to_hold_days(loader):
    loader.load("patients", ("a.csv", ",".join(PATIENTS).encode() + b"\n00000001,1960-01-11,M,C22.0,2022-12-01\n"))
    (loader.folder / "wide.xlsx").write_bytes(workbook(["chart", "born"], ["00000001", 20464], date_1904=True))
    source = Source(shape="wide", own_sql={"patients": "select 1"}, tables={"wide": Table(files=["wide.xlsx"], patient_id_column="chart")})
    loading = Loading(
        loader.connection, take_inventory(loader.folder, ["wide.xlsx"]), loader.loading.settings, loader.loading.pseudonyms, None, Loaded()
    )
    with pytest.raises(UnreadableDrop, match=r"wide\.xlsx: it counts days from 1904, .* give the cells of its dates a date format"):
        load_shape(loading, "hospital", source)
        loading.faults.refuse()


def test_joined_workbooks_count_from_the_same_year(loader):
    first = workbook(["patient_id", "birth_date", "sex", "dx_code"], ["00000001", 20464, "M", "C22.0"], date_1904=True)
    second = workbook(["patient_id", "hcc_dx_date"], ["00000001", 44896])
    with pytest.raises(UnreadableDrop, match=r"b\.xlsx: of the workbooks that are joined one counts days from 1904"):
        loader.load("patients", ("a.xlsx", first), ("b.xlsx", second), files=["a.xlsx"], joined=["b.xlsx"])


# --- instants


def instants_in_parquet() -> bytes:
    utc = dt.UTC
    rows = [dt.datetime(2023, 1, 9, 15, tzinfo=utc), dt.datetime(2023, 1, 10, 15, tzinfo=utc), dt.datetime(2023, 1, 17, 14, 59, tzinfo=utc)]
    columns = {"patient_id": ["00000001", "00000001", "00000002"], "administration_date": rows, "drug": ["5-FU", "cisplatin", "5-FU"]}
    buffer = io.BytesIO()
    pl.DataFrame(columns | {"route": ["HA"] * 3, "dose": ["850", "100", "750"], "dose_unit": ["mg"] * 3}).write_parquet(buffer)
    return buffer.getvalue()


def test_instants_of_parquet_are_the_days_of_the_hospital(loader):
    loader.load("drug_administrations", ("a.parquet", instants_in_parquet()), timezone="Asia/Seoul")
    assert loader.days("drug_administrations", "administration_date") == [("2023-01-10",), ("2023-01-11",), ("2023-01-17",)]
    assert loader.count("instants_converted") == 3


FOLLOW_UP = ndjson(
    {"patient_id": "00000001", "last_contact_date": "2024-01-30T15:00:00Z", "vital_status": "ALIVE"},
    {
        "patient_id": "00000002",
        "last_contact_date": "2023-09-29T15:00:00.000Z",
        "vital_status": "DEAD",
        "death_date": "2023-09-29T15:00:00Z",
    },
    {"patient_id": "00000003", "last_contact_date": "2024-02-28T00:00:00+09:00", "vital_status": "ALIVE"},
    {"patient_id": "00000004", "last_contact_date": "2024-02-28T00:00:00", "vital_status": "ALIVE"},
)


def test_instants_of_json_are_the_days_of_the_hospital(loader):
    loader.load("follow_up", ("a.ndjson", FOLLOW_UP), source={"timezone": "Asia/Seoul"})
    assert loader.days("follow_up", "last_contact_date", "death_date") == [
        ("2024-01-31", None),
        ("2023-09-30", "2023-09-30"),
        ("2024-02-28", None),
        ("2024-02-28", None),  # without an offset it is the hospital's time
    ]
    assert loader.count("instants_converted") == 4
    loader.load("follow_up", ("a.ndjson", FOLLOW_UP), source={"timezone": "Asia/Seoul"}, timezone="America/New_York")
    assert loader.days("follow_up", "last_contact_date")[:3] == [("2024-01-30",), ("2023-09-29",), ("2024-02-27",)]


@pytest.mark.parametrize(
    ("table", "name", "data"),
    [
        ("drug_administrations", "a.parquet", instants_in_parquet()),
        ("follow_up", "a.ndjson", FOLLOW_UP),
        ("labs", "a.csv", b"patient_id,test,value,unit,collected_at\n00000001,AST,45,U/L,2023-01-09T06:10:00+09:00\n"),
        ("labs", "a.csv", b"patient_id,test,value,unit,collected_at\n00000001,AST,45,U/L,20230109061000+0900\n"),
    ],
)
def test_an_offset_without_a_zone_is_refused(loader, table, name, data):
    with pytest.raises(UnreadableDrop, match=rf'^{name}, line \d: its times have an offset .* say timezone = "Asia/Seoul"'):
        loader.load(table, (name, data))


def test_an_offset_in_a_column_that_nothing_reads_needs_no_zone(loader):
    data = b"patient_id,test,value,unit,collected_at,changed\n00000001,AST,45,U/L,2023-01-09,2023-01-09T06:10:00Z\n"
    loader.load("labs", ("a.csv", data))
    assert (loader.days("labs", "collected_at"), loader.count("instants_converted")) == ([("2023-01-09",)], 0)


# --- what only a cell's format or place says


def test_leading_zeros_of_a_format_are_the_patient_numbers(loader):
    formats = ("00000000", "yyyy-mm-dd", "@", "@", "yyyy-mm-dd")
    rows = [[1, 21926, "M", "C22.0", 44896], [2, 20214, "F", "C22.0", 44866]]
    loader.load("patients", ("a.xlsx", workbook(KOREAN, *rows, formats=formats)))
    assert loader.staged("patients", "patient_id_status", "birth_date") == [("ok", "1960-01-11"), ("ok", "1955-05-05")]


def test_merged_cells_a_group_header_and_footers(loader):
    rows = [
        ["환자", "검사결과", None, None, "일시"],
        ["환자번호", "검사명", "결과", "단위", "채취일시"],
        ["00000001", "AST", 45, "U/L", 44935.25694444445],
        [None, "ALB", 3.9, "g/dL", 44935.25694444445],
        ["00000002", "AST", 61, "U/L", 44942],
        ["총 3건"],
        ["출력일시 : 2024-12-31 10:00"],
    ]
    formats = ("@", "@", "General", "@", "yyyy-mm-dd hh:mm")
    loader.load("labs", ("a.xlsx", workbook(*rows, formats=formats, merged=("B1:D1", "A3:A4"))))
    (first, second, third) = loader.staged("labs", "patient_id", "test", "value", "read_timestamp(collected_at, date_order)::varchar")
    assert first[0] == second[0] != third[0]
    assert [row[1:] for row in (first, second, third)] == [
        ("AST", "45", "2023-01-09 06:10:00"),
        ("ALB", "3.9", "2023-01-09 06:10:00"),
        ("AST", "61", "2023-01-16 00:00:00"),
    ]
    assert (loader.count("read"), loader.count("footer"), loader.count("above_header")) == (3, 2, 1)


def test_a_footer_of_a_workbook_that_counts_other_rows_is_refused(loader):
    rows = [["환자번호", "검사명", "결과", "단위", "채취일시"], ["00000001", "AST", 45, "U/L", "2023-01-09"], ["총 3건"]]
    with pytest.raises(UnreadableDrop, match=r"a\.xlsx"):
        loader.load("labs", ("a.xlsx", workbook(*rows)))


@pytest.mark.parametrize("far", [(1_048_575, 16_383), (59_999, 1999), (1_048_575, 0), (3, 16_383)])
def test_a_blank_far_away_is_nothing(loader, far):
    loader.load("patients", ("a.xlsx", workbook(KOREAN, ["00000001", "1960-01-11", "M", "C22.0", "2022-12-01"], far=far)))
    assert loader.days("patients", "birth_date", "hcc_dx_date") == [("1960-01-11", "2022-12-01")]
    assert (loader.count("read"), loader.count("blank"), loader.count("unknown_columns_dropped")) == (1, 0, 0)


def test_hidden_sheets_are_not_opened(loader):
    buffer, book = io.BytesIO(), openpyxl.Workbook()
    for row in (KOREAN, ["00000001", "1960-01-11", "M", "C22.0", "2022-12-01"]):
        book.active.append(row)
    for name, state in (("old", "hidden"), ("older", "veryHidden")):
        book.create_sheet(name).append(["broken"])
        book[name].sheet_state = state
    book.save(buffer)
    broken = io.BytesIO()
    with zipfile.ZipFile(buffer) as whole, zipfile.ZipFile(broken, "w") as changed:
        for part in whole.namelist():
            is_hidden = part.endswith(("sheet2.xml", "sheet3.xml"))
            changed.writestr(part, b"<worksheet><sheetData><row>" if is_hidden else whole.read(part))
    loader.load("patients", ("a.xlsx", broken.getvalue()))
    assert loader.days("patients", "birth_date") == [("1960-01-11",)]


# --- what a file is

TABBED = "\t".join(KOREAN) + "\n00000001\t1960-01-11\t남\tC22.0\t2022-12-01\n"
PAGE = f"""<html><head><meta charset='euc-kr'></head><body><table><tr>{"".join(f"<td>{word}</td>" for word in KOREAN)}</tr>
<tr><td style='mso-number-format:"\\@"'>00000001</td><td>1960-01-11</td><td>남</td><td>C22.0</td><td>2022-12-01</td></tr></table>"""
BOOK = workbook(KOREAN, ["00000001", "1960-01-11", "남", "C22.0", "2022-12-01"])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xls", PAGE.encode("cp949")),
        ("a.xlsx", PAGE.encode("utf-8")),
        ("a.xls", TABBED.encode("cp949")),
        ("a.xls", TABBED.encode("utf-16")),
        ("a.xlsm", BOOK),
        ("a.xlsb", BOOK),
        ("a.ods", BOOK),
        ("a.csv", BOOK),
    ],
    ids=["page", "page in UTF-8", "tabs", "tabs in UTF-16", "xlsm", "xlsb", "ods", "csv"],
)
def test_a_file_is_what_it_holds(loader, name, data):
    loader.load("patients", (name, data))
    assert loader.staged("patients", "patient_id_status", "sex", "hcc_dx_date") == [("ok", "남", "2022-12-01")]
