"""What hospital systems call a workbook: binary and OpenDocument ones, web pages, XML of 2003. Their content decides, values only."""

import struct
from pathlib import Path

import pytest

from pipelines.drop.content import Content, find_content
from pipelines.drop.read_foreign import read_foreign
from pipelines.drop.sheet import ReadOptions, UnreadableDrop
from tests.drop.workbooks.other_workbooks import (
    cell,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    packed,
    record,
    row,
    spreadsheetml,
    wide,
    xls,
    xls_cell,
    xls_merged,
    xlsb,
)

WORDS = frozenset({"환자번호", "생년월일", "검사명", "결과"})


def read(data, name="a.xls", sheet=None, words=WORDS):
    found = read_foreign(data, name, find_content(data, name, Path(name).suffix), ReadOptions(sheet=sheet), words)
    return {each.name: [each.header, *((line[-1], *line[:-1]) for line in each.rows.rows())] for each in found}


def refuse(data, name="a.xls", **options):
    with pytest.raises(UnreadableDrop) as caught:
        read(data, name, **options)
    return str(caught.value)


# --- web pages


def test_a_table_of_a_web_page_is_read_as_displayed():
    page = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset='euc-kr'><style>td {x}</style></head><body>
        <TABLE border=1><tr><th>환자번호<th>생년월일</th><th colspan=2>결과</th></tr>
        <tr><td style='mso-number-format:"\\@"'>00000001</td><td x:num="21926">1960-01-11</td><td>&lt;0.5&nbsp;</td><td>a<br>b</td>
        <tr><td rowspan="2">00000002<td>1955-05-05<td><b>1</b>,<i>2</i></td></tr><tr><td>1948-03-03</td></tr></table></body></html>"""
    expected = [
        ("환자번호", "생년월일", "결과", ""),
        (2, "00000001", "1960-01-11", "<0.5", "a\nb"),
        (3, "00000002", "1955-05-05", "1,2", None),
        (4, "00000002", "1948-03-03", None, None),
    ]
    assert read(page.encode("cp949")) == {"table 1": expected}
    assert read(page.encode("utf-8"), "a.html") == {"table 1": expected}
    assert read(page.encode("utf-16"), "a.xlsx") == {"table 1": expected}


def test_tables_that_lay_out_a_web_page_are_no_sheets():
    data = "<table><tr><td>환자번호<td>생년월일<tr><td>1<td>1960-01-11</table>"
    page = f"<!doctype html><table><tr><td>Print of 2024<td><table><tr><td>menu</table></td></tr><tr><td>{data}</td></tr></table>".encode()
    assert read(page) == {"table 3": [("환자번호", "생년월일"), (2, "1", "1960-01-11")]}
    assert read(page, sheet="table 2", words=frozenset()) == {"table 2": [("menu",)]}
    assert "do not have the same header" in refuse(page, words=frozenset())
    assert 'it has no sheet "table 9"' in refuse(page, sheet="table 9")


def test_a_web_page_is_never_more_than_its_tables():
    page = "<table><tr><td>환자번호<td>결과<tr><td>1<td colspan=99999999999 rowspan=0>x<script>document.write('y')</script></table>" * 1
    assert read(page.encode()) == {"table 1": [("환자번호", "결과"), (2, "1", "x")]}
    nested = ("<table><tr><td>" * 20_000 + "x").encode()
    assert read(nested, words=frozenset()) == {"table 20000": [("x",)]}


# --- XML of 2003


def data(kind, text):
    return f'<Data ss:Type="{kind}">{text}</Data>'


def test_an_xml_spreadsheet_is_read():
    rich = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">a<B>b</B>c</ss:Data>'
    book = spreadsheetml(
        f"""<Worksheet ss:Name="방문"><Table>
        <Row><Cell>{data("String", "환자번호")}</Cell><Cell>{data("String", "생년월일")}</Cell>
            <Cell ss:Index="4">{data("String", "결과")}</Cell></Row>
        <Row ss:Index="3"><Cell ss:StyleID="z" ss:MergeDown="1">{data("Number", "1")}</Cell>
            <Cell>{data("DateTime", "1960-01-11T00:00:00.000")}</Cell><Cell ss:Index="4">{rich}</Cell></Row>
        <Row><Cell ss:Index="2">{data("DateTime", "1899-12-31T13:20:00.000")}</Cell><Cell ss:Index="4">{data("Boolean", "1")}</Cell></Row>
        <Row><Cell>{data("Number", "2.5E-3")}</Cell><Cell ss:Index="4" ss:Formula="=NA()">{data("Error", "#N/A")}</Cell></Row>
        </Table></Worksheet><Worksheet ss:Name="old"><Table><Row><Cell>{data("String", "x")}</Cell></Row></Table>
        <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>""",
        '<Style ss:ID="z"><NumberFormat ss:Format="00000000"/></Style>',
    )
    assert read(book) == {
        "방문": [
            ("환자번호", "생년월일", "결과"),
            (3, "00000001", "1960-01-11", "abc"),
            (4, "00000001", "13:20:00", "TRUE"),
            (5, "0.0025", None, "#N/A"),
        ]
    }
    assert read(book, sheet="old") == {"old": [("x",)]}
    assert "no visible sheet" in refuse(spreadsheetml(""))
    assert "it is damaged or truncated" in refuse(book[:-30])


# --- OpenDocument


GAP = ods_cell()
REST = ods_cell(more='table:number-columns-repeated="16384"')


def test_an_opendocument_spreadsheet_is_read():
    hidden = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    spans = 'table:number-rows-spanned="2"'
    note = "<office:annotation><text:p>note</text:p></office:annotation>"
    words = '<text:p>a<text:s text:c="2"/><text:span>b</text:span></text:p><text:p>c</text:p>'
    noted = f'<table:table-cell office:value-type="string">{note}{words}'
    visits = ods_table(
        "방문",
        ods_row(ods_cell("string", shown="환자번호"), ods_cell("string", shown="생년월일"), GAP, ods_cell("string", shown="결과"), REST),
        ods_row(REST, repeats=2),
        ods_row(ods_cell("float", "1", "00000001", spans), ods_cell("date", "1960-01-11", "1/11/60"), GAP, noted + "</table:table-cell>"),
        ods_row("<table:covered-table-cell/>", ods_cell("time", "PT13H20M00S", "1:20"), GAP, ods_cell("boolean", "true", "WAHR")),
        ods_row(
            ods_cell("float", "0.12345678901", "0.12"), ods_cell("date", "2023-01-09T06:10:00"), GAP, ods_cell(more='table:formula="of:=1"')
        ),
        ods_row(ods_cell("float", "3", "3"), GAP, GAP, ods_cell("percentage", "0.15", "15 %")),
        ods_row(REST, repeats=1_048_560),
    )
    book = ods(visits + ods_table("old", ods_row(ods_cell("string", shown="x")), style="h"), hidden)
    assert find_content(book, "a.xls", ".xls") is Content.ODS
    assert read(book) == {
        "방문": [
            ("환자번호", "생년월일", "결과"),
            (4, "00000001", "1960-01-11", "a  b\nc"),
            (5, "00000001", "13:20:00", "TRUE"),
            (6, "0.12345678901", "2023-01-09 06:10:00", "#FORMULA"),
            (7, "3", None, "15%"),
        ]
    }
    assert read(book, sheet="old") == {"old": [("x",)]}
    assert 'it has no sheet "new"' in refuse(book, sheet="new")


def test_an_opendocument_spreadsheet_that_is_locked_or_repeats_without_end_is_refused():
    assert "locked with a password" in refuse(ods("", manifest="<encryption-data/>"))
    filled = ods_row(ods_cell("float", "1", more='table:number-columns-repeated="16384"'), repeats=1_048_576)
    assert "more often than a table does" in refuse(ods(ods_table("s", filled)))


# --- binary workbooks


def test_a_binary_workbook_is_read():
    whole, hundredth = 45 << 2 | 2, 390 << 2 | 3  # MS-XLSB 2.5.122: bit 1 a whole number, bit 0 in hundredths
    body = b"".join(
        [
            *(row(2), cell(7, 1, struct.pack("<I", 0)), cell(7, 2, struct.pack("<I", 1)), cell(6, 3, wide("결과"))),
            *(row(3), cell(2, 1, struct.pack("<I", 1 << 2 | 2), 1), cell(5, 2, struct.pack("<d", 21926), 2)),
            cell(2, 3, struct.pack("<I", whole)),
            *(row(4), cell(1, 1, b""), cell(9, 2, struct.pack("<d", 1 / 3)), cell(2, 3, struct.pack("<I", hundredth))),
            *(row(5), cell(62, 1, b"\x00" + wide("P3")), cell(4, 2, b"\x01"), cell(11, 3, b"\x2a")),
            *(row(6), cell(8, 1, wide("P4")), cell(2, 2, struct.pack("<i", -7 << 2 | 2)), cell(3, 3, b"\x07")),
            record(176, struct.pack("<4I", 2, 3, 1, 1)),
        ]
    )  # fmt: skip
    hidden = row(1) + cell(6, 0, wide("x"))
    data = xlsb(("방문", 0, body), ("old", 2, hidden), strings=("환자번호", "생년월일"), formats=("00000000", "yyyy-mm-dd"))
    assert find_content(data, "a.xlsx", ".xlsx") is Content.XLSB
    assert read(data) == {
        "방문": [
            ("환자번호", "생년월일", "결과"),
            (3, "00000001", "1960-01-11", "45"),
            (4, "00000001", "0.3333333333333333", "3.9"),
            (5, "P3", "TRUE", "#N/A"),
            (6, "P4", "-7", "#DIV/0!"),
        ]
    }
    assert read(data, sheet="old") == {"old": [("x",)]}
    counted = xlsb(("방문", 0, body), strings=("환자번호", "생년월일"), formats=("00000000", "yyyy-mm-dd"), flags=1)
    assert read(counted)["방문"][1] == (3, "00000001", "1964-01-12", "45")  # 21926 days from 1904
    assert read_foreign(counted, "a.xlsb", Content.XLSB, ReadOptions(), WORDS)[0].date_system == 1904


def test_a_binary_workbook_is_read_as_another_reader_does():
    import fastexcel

    body = b"".join(
        [row(1), cell(6, 0, wide("id")), cell(6, 1, wide("day")), row(2), cell(6, 0, wide("P1")), cell(5, 1, struct.pack("<d", 44896), 1)]
    )
    data = xlsb(("s", 0, body), formats=("yyyy-mm-dd",))
    rows = fastexcel.read_excel(data).load_sheet("s", header_row=None, dtypes="string").to_polars().rows()
    assert rows == [("id", "day"), ("P1", "2022-12-01 00:00:00")]
    assert read(data) == {"s": [("id", "day"), (2, "P1", "2022-12-01")]}


def test_a_binary_workbook_that_breaks_off_is_refused():
    body = row(1) + cell(6, 0, wide("환자번호"))
    for cut in (body[:-3], row(1) + cell(7, 0, struct.pack("<I", 9)), row(1) + cell(6, 0, struct.pack("<I", 1 << 30))):
        assert "it is damaged or truncated" in refuse(xlsb(("s", 0, cut)))


# --- workbooks of Excel 97


def test_a_workbook_of_excel_97_is_read():
    cells = [
        *(xls_cell(2, 2, "환자번호"), xls_cell(2, 3, "생년월일"), xls_cell(2, 4, "결과")),
        *(xls_cell(3, 2, 1.0, 1), xls_cell(3, 3, 20464.0, 2), xls_cell(3, 4, 1 / 3)),
        *(xls_cell(4, 3, 43434.0), xls_cell(4, 4, " 007 ")),
        xls_merged(3, 4, 2),
    ]
    formats = ("00000000", "yyyy-mm-dd")
    book = xls(("방문", 0, b"".join(cells)), ("old", 1, xls_cell(1, 1, "x")), formats=formats, counts_from_1904=True)
    header = ("환자번호", "생년월일", "결과")
    assert read(book) == {"방문": [header, (3, "00000001", "1960-01-11", "0.3333333333333333"), (4, "00000001", "43434", " 007 ")]}
    assert read(book, sheet="old") == {"old": [("x",)]}
    assert 'it has no sheet "new"' in refuse(book, sheet="new")
    (sheet,) = read_foreign(book, "a.xls", Content.XLS, ReadOptions(), WORDS)
    assert sheet.date_system == 1904
    counted = xls(("방문", 0, b"".join(cells)), formats=formats)
    assert read(counted)["방문"][1] == (3, "00000001", "1956-01-10", "0.3333333333333333")


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_workbook_of_excel_97_that_breaks_off_is_refused_or_lacks_nothing(cut):
    cells = b"".join(xls_cell(row, 1, f"P{row}") for row in range(1, 200))
    whole = xls(("s", 0, cells))
    assert "it is damaged or truncated" in refuse(whole[: int(len(whole) * cut)])


# --- what is none


@pytest.mark.parametrize(
    ("data", "name", "content"),
    [
        ("환자번호\t결과\n1\t2\n".encode("cp949"), "a.xls", Content.TEXT),
        ("환자번호\t결과\n1\t2\n".encode("utf-16"), "a.xls", Content.TEXT),
        (b"id,v\n1,2\n", "a.xlsx", Content.TEXT),
        (b'{"id": 1}\n', "a.csv", Content.JSON),
        (b'[\n  {"id": 1}\n]', "a.txt", Content.JSON),
        (b"[id],v\n1,2\n", "a.csv", Content.TEXT),
        (b"{id},v\n1,2\n", "a.csv", Content.TEXT),
        (b"PAR1....PAR1", "a.csv", Content.PARQUET),
        (b"<id>,v\n1,2\n", "a.csv", Content.TEXT),
        ("검사 결과\n환자번호\t결과\n1\t2\n".encode("cp949"), "a.xls", Content.TEXT),
        (b"id,v\n1,2\n", "a.parquet", Content.TEXT),
        (b"junk", "a.parquet", Content.PARQUET),
        (b"id,v\n1,2\n", "a.json", Content.TEXT),
        (b'{"id": 1, "v": ', "a.json", Content.JSON),
        (b"\n\n", "a.ndjson", Content.JSON),
    ],
)
def test_the_content_decides(data, name, content):
    assert find_content(data, name, Path(name).suffix) is content


BEGINNINGS = {  # of files, to be looked through once and not in every way in which they could be parted
    "letters without a blank": (bytes(range(65, 91)) * 100 + b",v\n1,2\n", Content.TEXT),
    "comments before no web page": (b"<!---->" * 500 + b"id,v\n1,2\n", Content.TEXT),
    "comments before a web page": (b"<!-- a -->\n" * 300 + b"<table><tr><td>id", Content.HTML),
}


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_no_beginning_of_a_file_takes_for_ever(beginning):
    data, content = BEGINNINGS[beginning]
    assert find_content(data, "a.csv", ".csv") is content


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (packed({"a.csv": "id"}), "a.csv", "it holds a ZIP archive; let its name end in .zip."),
        (b"\x1f\x8b\x08", "a.csv", "it holds a file packed by gzip; let its name end in .gz."),
        (b"%PDF-1.7", "a.xlsx", "it holds a PDF; send the table itself"),
        (b"MIME-Version: 1.0\n", "a.xls", "it holds a web archive; open it in Excel"),
        (b"<?xml version='1.0'?><dataset/>", "a.xml", "it holds XML of a kind that is not read"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "a.xls", "it holds a text document"),
        (packed({"a.csv": "id"}), "a.xlsx", "a part of it is missing"),
    ],
)
def test_what_is_not_read_is_named(data, name, sentence):
    assert sentence in refuse(data, name)
