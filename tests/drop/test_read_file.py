"""Whatever the format, a file is read into the same sheets of text, or refused in one sentence without a value."""

import csv
import datetime as dt
import gzip
import io
import json
import zipfile
from decimal import Decimal

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.drop.inventory import list_files, take_inventory
from pipelines.drop.read_file import read_file
from pipelines.drop.sheet import ReadOptions, UnreadableDrop
from tests.drop.workbooks.other_workbooks import ods, ods_cell, ods_row, ods_table

NOTHING = {"blank": 0, "repeated_header": 0, "subtotal": 0, "footer": 0, "above_header": 0}
CANARY = "CANARY7"


def put(folder, name, data):
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return list_files(take_inventory(folder, [name]), [name])[0]


def read(folder, name, data, **options):
    (sheet,) = read_file(put(folder, name, data), ReadOptions(**options))
    return sheet


def refuse(folder, name, data, **options):
    with pytest.raises(UnreadableDrop) as caught:
        read_file(put(folder, name, data), ReadOptions(**options))
    return caught.value


def table(sheet):
    return [(row[-1], *row[:-1]) for row in sheet.rows.rows()]


def parquet(frame):
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def test_parquet_becomes_text_as_in_a_workbook(tmp_path):
    kst = dt.timezone(dt.timedelta(hours=9))
    columns = {
        "id": ["007", "", None],
        "whole": [45, -3, None],
        "real": [45.0, 1 / 3, 1e-7],
        "flag": [True, False, None],
        "day": [dt.date(2022, 3, 5), None, None],
        "moment": [
            dt.datetime(2022, 3, 5),
            dt.datetime(2022, 3, 5, 13, 20),
            dt.datetime(2022, 3, 5, 13, 20, 0, 500_000),
        ],
        "zoned": [dt.datetime(2022, 3, 5, 9, tzinfo=kst), None, None],
        "clock": [dt.time(13, 20), None, None],
        "price": [Decimal("3.50"), None, None],
        "many": [["a", "b"], [], None],
    }
    sheet = read(tmp_path, "a.parquet", parquet(pl.DataFrame(columns)))
    assert sheet.header == tuple(columns)
    assert [row[1:] for row in table(sheet)] == [
        (
            "007",
            "45",
            "45",
            "TRUE",
            "2022-03-05",
            "2022-03-05",
            "2022-03-05 00:00:00+00:00",
            "13:20:00",
            "3.50",
            '["a", "b"]',
        ),
        (None, "-3", "0.3333333333333333", "FALSE", None, "2022-03-05 13:20:00", None, None, None, "[]"),
        (None, None, "0.0000001", None, None, "2022-03-05 13:20:00.500", None, None, None, None),
    ]
    assert sheet.rows["source_row"].to_list() == [1, 2, 3]


def test_ndjson_keeps_numbers_as_written_and_quarantines_broken_lines(tmp_path):
    lines = [
        '{"id": "007", "value": 1.50, "ok": true}',
        "",
        '{"id": 8, "note": null, "value": 1e3}',
        "[1, 2]",
        '{"id": "009", "id": "010"}',
        '{"id": "011", "more": {"a": [1, 2.5]}}',
        '{"id": "\\ufffd"}',
        '{"broken": ',
        '{"id": "\\ud800"}',
        '{"id": "\\ud83d\\ude00"}',
    ]
    sheet = read(tmp_path, "a.ndjson", "\n".join(lines) + "\n")
    assert sheet.header == ("id", "value", "ok", "note", "more")
    assert table(sheet) == [
        (1, "007", "1.50", "TRUE", None, None),
        (3, "8", "1e3", None, None, None),
        (6, "011", None, None, None, '{"a": [1, 2.5]}'),
        (10, "😀", None, None, None, None),
    ]
    assert [(row.source_row, row.rule) for row in sheet.broken] == [
        (4, "CV-028"),
        (5, "CV-028"),
        (7, "CV-005"),
        (8, "CV-028"),
        (9, "CV-028"),
    ]
    assert sheet.counted_out == NOTHING | {"blank": 1}


def test_a_key_that_comes_late_is_a_column_of_all(tmp_path):
    lines = ['{"a": 1}\n'] * 50_000 + ['{"b": 2}\n']  # in another block
    sheet = read(tmp_path, "a.jsonl", "".join(lines))
    assert sheet.header == ("a", "b")
    assert [sheet.rows.row(0), sheet.rows.row(-1)] == [("1", None, 1), (None, "2", 50_001)]


@pytest.mark.parametrize(("name", "data", "rule", "sentence"), [
    ("a.csv", "", "CV-001", "it is empty (0 bytes)"),
    ("a.ndjson", "\n\n", "CV-001", "it holds no JSON object"),
    ("a.ndjson", f'{{"id": 1}}\n{{"id": "{CANARY}', "CV-001", "line 2: the last line breaks off"),
    ("a.ndjson", f'{{"{CANARY}": 1, "{CANARY.lower()}": 2}}\n', "CV-002", "columns 1, 2 have the same header"),
    ("a.parquet", parquet(pl.DataFrame({"id": [CANARY]}))[:-5], "CV-001", "no whole Parquet file"),
    ("a.parquet", CANARY, "CV-001", "no whole Parquet file"),
    ("a.parquet", parquet(pl.DataFrame({"ID": [CANARY], "id": [""]})), "CV-002", "columns 1, 2 have the same header"),
    ("a.xlsx", CANARY, "CV-001", "named as a workbook"),
    ("a.xls", CANARY, "CV-001", "named as a workbook"),
    ("a.pdf", CANARY, "CV-001", "its format is not one that is read"),
    ("a.csv", f"id,v\n{CANARY},1\n2,{CANARY}\n3", "CV-001", "line 4: the last line breaks off"),
    ("a.csv", f'id,v\n"{CANARY},1\n', "CV-001", "line 2: a quotation mark"),
    ("a.csv", f"{CANARY},{CANARY}\n1,2\n", "CV-002", "line 1: columns 1, 2 have the same header"),
    ("a.csv", f"id,{CANARY}\n1,caf".encode() + b"\xe9\n", "CV-005", "line 2: its bytes are neither UTF-8 nor CP949"),
    ("a.csv.gz", gzip.compress(CANARY.encode(), mtime=0)[:-4], "CV-001", "it is truncated"),
])  # fmt: skip
def test_a_refusal_is_one_sentence_without_a_value(tmp_path, name, data, rule, sentence):
    error = refuse(tmp_path, name, data)
    assert sentence in str(error)
    assert (error.rule, error.file) == (rule, name)
    assert CANARY not in str(error).upper() and "\n" not in str(error)
    assert str(error).startswith(name) and str(error).endswith(".")


def test_the_reason_of_a_broken_row_holds_no_value(tmp_path):
    sheet = read(tmp_path, "a.csv", f'id,v\n{CANARY}\n{CANARY},1,{CANARY}\n"{CANARY}"{CANARY},2\n{CANARY}\ufffd,3\n4,5\n')
    assert [row.source_row for row in sheet.broken] == [2, 3, 4, 5]
    assert not any(CANARY in row.reason for row in sheet.broken)


def test_the_options_reach_their_reader(tmp_path):
    sheet = read(tmp_path, "a.txt", "id|unit;x\n1|µg\n".encode("latin-1"), encoding="latin-1", delimiter="|")
    assert (sheet.header, sheet.encoding, table(sheet)) == (("id", "unit;x"), "latin-1", [(2, "1", "µg")])


def test_an_extract_is_the_same_sheet_plain_and_packed(tmp_path):
    text = b"id,v\n1,2\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", text)
    sheets = [
        read(tmp_path, name, data)
        for name, data in (("a.csv", text), ("b.csv.gz", gzip.compress(text, mtime=0)), ("c.zip", packed.getvalue()))
    ]
    assert [(sheet.header, table(sheet)) for sheet in sheets] == [(("id", "v"), [(2, "1", "2")])] * 3
    assert [sheet.file for sheet in sheets] == ["a.csv", "b.csv.gz", "c.zip/a.csv"]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_progress(tmp_path, name):
    seen = []
    data = b"id,v\n1,2\n2,3\n" if name == "a.csv" else parquet(pl.DataFrame({"id": ["1", "2"]}))
    read_file(put(tmp_path, name, data), on_rows=seen.append)
    assert sum(seen) == 2


def as_csv(header, rows):
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([header, *rows])
    return buffer.getvalue().encode()


def as_xlsx(header, rows):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate([header, *rows]):
            for j, cell in enumerate(row):
                sheet.write_string(i, j, cell)
    return buffer.getvalue()


def as_parquet(header, rows):
    return parquet(pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row"))


def as_ndjson(header, rows):
    return "".join(json.dumps(dict(zip(header, row, strict=True))) + "\n" for row in rows).encode()


WRITERS = {"a.csv": as_csv, "a.xlsx": as_xlsx, "a.parquet": as_parquet, "a.ndjson": as_ndjson}
CELLS = st.text('가a0 ,"\n.', max_size=4)


@settings(max_examples=25)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_a_table_is_the_same_in_every_format(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("drop")
    rows = [(f"P{i}", *row) for i, row in enumerate(rows)]
    expected = [tuple(cell or None for cell in row) for row in rows]
    for name, write in WRITERS.items():
        sheet = read(folder, name, write(("id", "a", "b"), rows))
        assert (sheet.header, sheet.rows.drop("source_row").rows()) == (("id", "a", "b"), expected), name


NUMBERS = [2.125, 42.9, 45, 1 / 8, -1234.5]
MANY = tuple(map(str, NUMBERS))


def typed_workbook():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, (number, shown) in enumerate([("v", None), *((number, None) for number in NUMBERS), (0.125, "0.0%"), ("6,4", None)]):
            sheet.write(row, 0, row or "id")
            sheet.write(row, 1, number, shown and book.add_format({"num_format": shown}))
    return buffer.getvalue()


def typed_ods():
    rows = [ods_row(ods_cell("float", "1"), ods_cell("float", each, each.replace(".", ","))) for each in MANY]
    texts = ods_row(ods_cell("string", shown="id"), ods_cell("string", shown="v"))
    last = ods_row(ods_cell("float", "1"), ods_cell("percentage", "0.125", "12,5%"))
    return ods(ods_table("a", texts, *rows, last, ods_row(ods_cell("float", "1"), ods_cell("string", shown="6,4"))))


def typed_page():
    cells = "".join(f"<tr><td>1<td x:num='{each}'>{each.replace('.', ',')}</tr>" for each in MANY)
    return f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>id<td>v</tr>{cells}<tr><td>1<td>6,4</tr></table></html>"


TYPED = {
    "a.xlsx": typed_workbook,
    "a.ods": typed_ods,
    "b.xls": typed_page,
    "a.parquet": lambda: parquet(pl.DataFrame({"id": [1] * len(NUMBERS), "v": list(map(float, NUMBERS))})),
    "b.parquet": lambda: parquet(pl.DataFrame({"id": ["1"] * len(NUMBERS), "v": [Decimal(number) for number in MANY]})),
    "a.ndjson": lambda: "".join(f'{{"id": 1, "v": {number}}}\n' for number in MANY) + '{"id": 1, "v": "6,4"}\n',
}


@pytest.mark.parametrize("name", TYPED)
def test_a_number_that_is_no_text_has_the_decimal_mark_of_its_source(tmp_path, name):
    """2.125 beside "6,4" is read with the comma, too: with a point it would be two thousand."""
    for mark in (".", ","):
        column = [line[1] for line in read(tmp_path, name, TYPED[name](), decimal_mark=mark).rows.rows()]
        expected = [number.replace(".", mark) for number in ("2.125", "42.9", "45", "0.125", "-1234.5", "12.5%")]
        found = [cell for cell in column if cell != "6,4"]
        assert [cell.rstrip("0").rstrip(mark) if name == "b.parquet" else cell for cell in found] == expected[: len(found)]
        assert len(found) >= len(NUMBERS)
