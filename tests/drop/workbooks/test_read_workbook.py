"""A workbook's cells become text that neither loses nor invents: zeros, dates, errors and formulas stay."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.drop.content import find_content
from pipelines.drop.read_foreign import read_foreign
from pipelines.drop.sheet import ReadOptions, UnreadableDrop
from pipelines.drop.workbooks.plain_rows import cut_at_rows, find_plain_cells

XLS = Path(__file__).parents[2] / "fixtures" / "visits.xls"  # invented data, saved once in Excel's format of 1997
NOTHING = {"blank": 0, "repeated_header": 0, "subtotal": 0, "footer": 0, "above_header": 0}
NUMBER_FORMATS = {dt.datetime: "yyyy-mm-dd hh:mm:ss", dt.date: "yyyy-mm-dd", dt.time: "hh:mm:ss"}


def read_workbook(data, file, *, sheet=None, header_words=frozenset()):
    """Return the sheets of a workbook's bytes, whatever it is named."""
    return read_foreign(data, file, find_content(data, file, Path(file).suffix), ReadOptions(sheet=sheet), header_words)


def make(*sheets, start=(0, 0), hidden=()):
    """Return an .xlsx of sheets, each a list of rows; a text that begins with = is a formula without a result."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        styles = {kind: book.add_format({"num_format": text}) for kind, text in NUMBER_FORMATS.items()}
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"s{number}")
            if number in hidden:
                sheet.hide()
            for i, row in enumerate(rows, start[0]):
                for j, cell in enumerate(row, start[1]):
                    if type(cell) in styles:
                        sheet.write_datetime(i, j, cell, styles[type(cell)])
                    elif isinstance(cell, tuple):
                        sheet.write_formula(i, j, cell[0], None, cell[1])
                    elif isinstance(cell, str):
                        sheet.write_string(i, j, cell)
                    else:
                        sheet.write(i, j, cell)
    return buffer.getvalue()


def edit(data, part, change):
    """Return a workbook with one of its XML parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return buffer.getvalue()


def table(sheet):
    return [(row[-1], *row[:-1]) for row in sheet.rows.rows()]


def column(*cells):
    """Return what the cells of one column are read as."""
    (sheet,) = read_workbook(make([["id", "value"], *([f"P{i}", cell] for i, cell in enumerate(cells))]), "a.xlsx")
    return [row[2] for row in table(sheet)]


def refuse(data, **options):
    with pytest.raises(UnreadableDrop) as caught:
        read_workbook(data, "a.xlsx", **options)
    return caught.value


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("007", "007"),
        (" pad ", " pad "),
        ("", None),
        (None, None),
        (45, "45"),
        (45.0, "45"),
        (3.5, "3.5"),
        (-0.25, "-0.25"),
        (0.1234567890123, "0.1234567890123"),
        (1e-10, "0.0000000001"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("true", "true"),  # a text
        (dt.date(2022, 3, 5), "2022-03-05"),
        (dt.datetime(2022, 3, 5, 13, 20), "2022-03-05 13:20:00"),
        (dt.datetime(2022, 3, 5), "2022-03-05"),
        ("2022-03-05 00:00:00", "2022-03-05 00:00:00"),  # a text
        (dt.time(13, 20), "13:20:00"),
        (44621, "44621"),  # a day number in a General cell
        (("=NA()", "#N/A"), "#N/A"),
        (("=1/0", "#DIV/0!"), "#DIV/0!"),
        (("=A99", "#REF!"), "#REF!"),
        (("=1+1", 2), "2"),
        (("=1+1", ""), "#FORMULA"),
    ],
)
def test_a_cell_becomes_text(cell, text):
    assert column(cell) == [text]
    assert column(text, cell, "007", 12)[1:] == [text, "007", "12"]  # also among others


def test_a_formula_without_result_is_seen_however_it_is_written():
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (["id", "a", "b"], ["P1", 1, "=B2*2"], ["P2", 2, "=B3*2"], ["=A3", "=B3", "=C3"]):
        book.active.append(row)
    book.save(buffer)
    (sheet,) = read_workbook(buffer.getvalue(), "a.xlsx")
    assert table(sheet) == [
        (2, "P1", "1", "#FORMULA"),
        (3, "P2", "2", "#FORMULA"),
        (4, "#FORMULA", "#FORMULA", "#FORMULA"),  # below the last cell with a value
    ]


def test_a_formula_whose_result_is_an_empty_text_is_blank():
    data = make([["id", "value"], ["P1", ("=T(1)", "")], ["P2", ("=1+1", "")]])
    data = edit(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<c r="B2">', b'<c r="B2" t="str">'))
    assert table(read_workbook(data, "a.xlsx")[0]) == [(2, "P1", None), (3, "P2", "#FORMULA")]


def test_a_chart_sheet_is_no_sheet_of_data():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("data").write_column(0, 0, ["id", "P1"])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=data!$A$2:$A$2"})
        book.add_chartsheet("chart").set_chart(chart)
    assert [sheet.name for sheet in read_workbook(buffer.getvalue(), "a.xlsx")] == ["data"]


def test_rows_have_their_number_in_the_sheet():
    rows = [["id", "value", "when"], ["P1", 5, ("=1", "")], [], ["P2", ("=NA()", "#N/A"), dt.date(2022, 3, 5)]]
    (sheet,) = read_workbook(make(rows, start=(3, 2)), "a.xlsx")  # the table begins in cell C4
    assert table(sheet) == [(5, "P1", "5", "#FORMULA"), (7, "P2", "#N/A", "2022-03-05")]
    assert sheet.counted_out == NOTHING | {"blank": 1}
    assert (sheet.file, sheet.name, sheet.header) == ("a.xlsx", "s0", ("id", "value", "when"))


def test_the_old_format():
    (sheet,) = read_workbook(XLS.read_bytes(), "visits.xls")
    assert sheet.name == "방문"
    assert sheet.header == ("환자번호", "방문일", "수치", "확인", "시각", "지표")
    assert table(sheet) == [
        (2, "007", "2022-03-05", "45", "TRUE", "13:20:00", None),
        (4, "008", "2022-03-05 13:20:00", "3.5", "FALSE", "00:00:00", None),
        (5, "009", "2022-03-05 00:00:00", "0045", "true", "메모", "#N/A"),
        (6, "010", "44621", "0.3333333333333333", None, None, "#DIV/0!"),
    ]


def test_rows_above_the_header_and_subtotals_are_counted():
    rows = [
        ["HCC registry"],
        [],
        ["2024", "page 1"],
        ["Patient ID", "Value"],
        ["P1", 5],
        ["patient id", "value"],
        ["합계", 5],
        ["총 1건"],
        ["출력일시", "2024-03-05 10:20"],
    ]
    (sheet,) = read_workbook(make(rows), "a.xlsx", header_words=frozenset({"patient_id", "value"}))
    assert table(sheet) == [(5, "P1", "5")]
    assert sheet.counted_out == NOTHING | {"above_header": 2, "repeated_header": 1, "subtotal": 1, "footer": 2}


TABLE, OTHER = [["id", "v"], ["P1", 1]], [["id", "w"], ["P2", 2]]


@pytest.mark.parametrize(
    ("sheets", "hidden", "declared", "expected"),
    [
        ((TABLE,), (), None, ["s0"]),
        ((TABLE, []), (), None, ["s0"]),
        (([[" "]], TABLE), (), None, ["s1"]),
        ((TABLE, TABLE), (), None, ["s0", "s1"]),
        ((TABLE, OTHER), (1,), None, ["s0"]),
        ((TABLE, OTHER), (1,), "s1", ["s1"]),
        ((TABLE, OTHER), (), "s1", ["s1"]),
        ((TABLE, OTHER), (), None, "2 sheets hold data and do not have the same header"),
        ((TABLE, OTHER), (), "s9", 'it has no sheet "s9"'),
        ((TABLE, []), (), "s1", "no visible sheet of it holds data"),
        ((TABLE, [["x", "x"]]), (), None, "2 sheets hold data and do not have the same header"),
        (([], []), (), None, "no visible sheet of it holds data"),
    ],
)
def test_which_sheets_are_read(sheets, hidden, declared, expected):
    data = make(*sheets, hidden=hidden)
    if isinstance(expected, list):
        assert [sheet.name for sheet in read_workbook(data, "a.xlsx", sheet=declared)] == expected
    else:
        assert expected in str(refuse(data, sheet=declared))


def test_two_columns_of_one_name_and_two_header_rows_are_refused():
    assert "columns 1, 3 have the same header" in str(refuse(make([["id", "v", "ID "], ["P1", 1, 2]])))
    rows = [["번호", "날짜"], ["number", "day"], *([f"P{i}", dt.date(2022, 3, 5)] for i in range(3))]
    assert "two header rows, the second in line 2" in str(refuse(make(rows)))


WHOLE = make(TABLE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (WHOLE[:-100], "damaged or truncated"),
        (WHOLE[: len(WHOLE) // 2], "damaged or truncated"),
        (XLS.read_bytes()[:-600], "damaged or truncated"),
        (XLS.read_bytes()[:3000], "damaged or truncated"),
        (WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03", 1), "damaged or truncated"),
        (OLE, "damaged or truncated"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"<html><table><tr><td> </td></tr></table>", "it is a web page without a table"),
        (b"id and value\n", "named as a workbook but holds something else"),
        (b"\x89PNG\r\n\x1a\n", "it holds a picture"),
        (edit(WHOLE, "xl/worksheets/sheet1.xml", lambda xml: xml[: xml.index(b"</row>")]), "damaged or truncated"),
    ],
)
def test_what_is_no_workbook_is_refused(data, sentence):
    error = refuse(data)
    assert sentence in str(error)
    assert error.rule == "CV-001"


CELLS = st.one_of(
    st.none(),
    st.text("a가0 .,'=#", min_size=1, max_size=4),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.integers(-(10**15), 10**15),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
)


@settings(max_examples=40)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_was_written_is_read(rows):
    (sheet,) = read_workbook(make([["id", "a", "b", "c"], *([f"P{i}", *row] for i, row in enumerate(rows))]), "a.xlsx")
    for i, (row, (line, key, *texts)) in enumerate(zip(rows, table(sheet), strict=True)):
        assert (line, key) == (i + 2, f"P{i}")
        for cell, text in zip(row, texts, strict=True):
            if isinstance(cell, float):
                assert float(text) == float(f"{cell:.16G}")  # the digits that xlsxwriter puts into the file
                assert "e" not in text and not text.endswith(".0")
            else:
                assert text == (cell if cell is None else str(cell))


@settings(max_examples=20)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=30), st.integers(20, 400))
def test_what_is_looked_through_is_read_as_the_parser_reads_it(rows, size):
    data = make([["id", "a", "b", "c"], *([f"P{i}", *row] for i, row in enumerate(rows))])
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    pieces = list(cut_at_rows(xml[at : at + size] for at in range(0, len(xml), size)))
    assert b"".join(pieces) == xml
    assert all(piece.endswith(b"</row>") for piece in pieces[1:-1])
    assert any(find_plain_cells(piece) for piece in pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.drop.workbooks.ooxml.find_plain_cells", lambda piece: None)
        by_parser = read_workbook(data, "a.xlsx")
    assert [table(sheet) for sheet in read_workbook(data, "a.xlsx")] == [table(sheet) for sheet in by_parser]


ROW = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="3"><v>1.5</v></c><c r="C2" s="1"/></row>'


@pytest.mark.parametrize(
    ("piece", "is_plain"),
    [
        (ROW, True),
        (ROW + '<row r="3" spans="1:2"><c r="A3" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>', True),
        (ROW.replace("1.5", "1&#46;5"), False),
        (ROW.replace("<v>0", "<f>A1</f><v>0"), False),
        (ROW.replace("1.5", ""), False),
        (ROW.replace(' t="s"', ' t="s" vm="1"'), False),
        ("<!-- -->" + ROW, False),
        (ROW + "<!-- -->", False),
        (ROW + "<row", False),
        (ROW.replace("<", "<x:"), False),
        ("", False),
    ],
)
def test_a_piece_is_plain_if_nothing_else_is_in_it(piece, is_plain):
    assert (find_plain_cells(piece.encode()) is not None) is is_plain


def test_cells_in_a_comment_are_no_cells():
    commented = lambda xml: xml.replace(b"</sheetData>", b"<!-- <row r='9'></row>" + ROW.encode() + b"</row>--></sheetData>")  # noqa: E731
    data = edit(make([["id", "v"], ["P1", 1]]), "xl/worksheets/sheet1.xml", commented)
    assert table(read_workbook(data, "a.xlsx")[0]) == [(2, "P1", "1")]
