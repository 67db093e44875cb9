"""Delimited text becomes rows with their true lines; misfits are quarantined, and what is cut off is refused."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.drop.decode import Text, decode
from pipelines.drop.delimited import read_delimited
from pipelines.drop.sheet import ReadOptions, UnreadableDrop

WORDS = frozenset({"patient_id", "환자번호", "test", "검사명", "value", "결과", "unit", "collected_at", "검사일"})
NOTHING = {"blank": 0, "repeated_header": 0, "subtotal": 0, "footer": 0, "above_header": 0}


def read(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    header_words, on_rows = options.pop("header_words", frozenset()), options.pop("on_rows", None)
    return read_delimited(Text(data, "utf-8"), "labs.csv", ReadOptions(**options), header_words, on_rows)


def refuse(text, **options):
    with pytest.raises(UnreadableDrop) as caught:
        read(text, **options)
    return caught.value


def table(sheet):
    return [(row[-1], *row[:-1]) for row in sheet.rows.rows()]


def broken(sheet):
    return [(row.source_row, row.rule) for row in sheet.broken]


def test_cells_are_text_as_sent_and_blank_ones_are_missing():
    sheet = read("id,test,value\n007, AST ,1e5\n008,,NA\n")
    assert sheet.header == ("id", "test", "value")
    assert table(sheet) == [(2, "007", " AST ", "1e5"), (3, "008", None, "NA")]
    assert sheet.rows.columns == ["c0", "c1", "c2", "source_row"]
    assert (sheet.broken, sheet.counted_out) == ((), NOTHING)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_is_the_physical_one_where_the_record_starts(end):
    text = end.join(["", "id,note", '1,"a', "", 'b"', "", '2,"c"', "3,d", ""])
    #                 1   2          3      4   5    6   7        8
    sheet = read(text)
    assert table(sheet) == [(3, "1", f"a{end}{end}b"), (7, "2", "c"), (8, "3", "d")]
    assert sheet.counted_out == NOTHING | {"blank": 1}  # line 6; a blank line above the header is none of the table's


def test_line_ends_may_be_mixed():
    assert table(read('id,note\r\n1,a\r2,"x\ny"\n3,c')) == [(2, "1", "a"), (3, "2", "x\ny"), (5, "3", "c")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,value\n1,5\n2,6\n", ("1", "5")),
        ("id;value\n1;3,5\n2;4,5\n", ("1", "3,5")),  # decimal commas
        ("id\tnote\n1\ta,b\n2\tc,d\n", ("1", "a,b")),
        ("id|note\n1|a;b\n2|c\n", ("1", "a;b")),
        ("Lab, export\nid;value\n1;2,5\n2;3\n3;4\n", None),  # under `;` the title is the header: refused below
        ("sep=;\nid;value\n1;2,5\n", ("1", "2,5")),  # Excel's own word for it
    ],
)
def test_the_delimiter_is_found(text, expected):
    if expected:
        assert read(text).rows.row(0)[:-1] == expected
    else:
        assert read(text, header_words=frozenset({"id", "value"})).header == ("id", "value")


@pytest.mark.parametrize(("declared", "sign"), [("semicolon", ";"), (";", ";"), ("tab", "\t"), ("pipe", "|"), ("comma", ",")])
def test_the_delimiter_may_be_declared(declared, sign):
    assert read(f"id{sign}v\n1{sign}2\n", delimiter=declared).rows.row(0)[:-1] == ("1", "2")


def test_one_column_has_no_delimiter():
    assert table(read("patient_id\n1\n2\n")) == [(2, "1"), (3, "2")]


def test_ragged_rows_are_quarantined_and_never_shifted():
    sheet = read("id,test,value\n1,AST\n2,AST,40\n3,AST,4,0\n4,AST,40,, \n5,ALT,39\n")
    assert broken(sheet) == [(2, "CV-028"), (4, "CV-028")]
    assert sheet.broken[0].reason == "the row has 2 cells and the header has 3"
    assert table(sheet) == [
        (3, "2", "AST", "40"),
        (5, "4", "AST", "40"),
        (6, "5", "ALT", "39"),
    ]  # blank cells too many are fine


def test_a_column_without_header_is_kept_if_it_holds_a_cell():
    assert read("id,,v,\n1,x,2,\n2,,3\n").header == ("id", "", "v")


@pytest.mark.parametrize(
    ("text", "expected", "ragged"),
    [
        # every line ends in the delimiter, which is no cell; an unquoted decimal comma fills one that the header does not name
        ("id,test,value,\n1,TBIL,0.8,\n2,TBIL,1,9,\n3,ALB,3,\n", [(2, "1", "TBIL", "0.8"), (4, "3", "ALB", "3")], [3]),
        ("id,value,\n1,2,note\n2,3\n", [(3, "2", "3")], [2]),
        ("id,value\n1,2,\n2,3,\n", [(2, "1", "2"), (3, "2", "3")], []),
        # a blank cell too many may be the note, pushed out by "65,5"; nobody can tell where notes are blank elsewhere
        ("id,value,note\n1,40,\n2,65,5,\n3,41,x\n", [(2, "1", "40", None), (4, "3", "41", "x")], [3]),
        ("id,value,note\n1,40,y\n2,65,5,\n3,41,x\n", [(2, "1", "40", "y"), (3, "2", "65", "5"), (4, "3", "41", "x")], []),
        # all rows end in the delimiter; the one that does not has lost a cell, or only the delimiter
        ("id,value,day\n1,40,d1,\n2,d2,\n3,41,d3,\n", [(2, "1", "40", "d1"), (4, "3", "41", "d3")], [3]),
        ("id,value,day\n1,40,d1,\n2,42,d2\n3,41,d3,\n", [(2, "1", "40", "d1"), (3, "2", "42", "d2"), (4, "3", "41", "d3")], []),
    ],
)
def test_a_row_whose_cells_may_be_shifted_is_quarantined(text, expected, ragged):
    sheet = read(text)
    assert table(sheet) == expected
    assert broken(sheet) == [(line, "CV-028") for line in ragged]


@pytest.mark.parametrize(("rows", "is_read"), [(9, False), (10, True)])
def test_a_number_of_cells_that_many_rows_have_is_no_slip(rows, is_read):
    text = "id,value,note\n" + "1,40,\n" * 20 + "2,41,,\n" * rows  # as where Excel ends only some of its rows in a delimiter
    assert read(text).rows.height == (20 + rows if is_read else 20)


def test_quotation_marks_may_stand_behind_blanks():
    text = 'id, "test", "value"\n1, "AST, total", "45"\n2,  "ALT", "say ""x"""\n3, ALB, 4\n'
    assert table(read(text)) == [(2, "1", "AST, total", "45"), (3, "2", "ALT", 'say "x"'), (4, "3", "ALB", "4")]
    assert table(read('id,test\n1,"a, ""b"""\n2, x\n')) == [(2, "1", 'a, "b"'), (3, "2", " x")]  # these marks are of the text


def test_the_word_of_databases_for_null_is_a_blank_cell():
    assert table(read("id,test,value\n1,AST,\\N\n2,\\N,40\n3,\\NA,4\n")) == [
        (2, "1", "AST", None),
        (3, "2", None, "40"),
        (4, "3", "\\NA", "4"),
    ]


def test_one_file_pasted_below_another_is_read():
    sheet = read("\ufeffid,value\n1,5\n\ufeffid,value\n2,6\n\ufeffID,Value\n3,7\n".removeprefix("\ufeff"))
    assert table(sheet) == [(2, "1", "5"), (4, "2", "6"), (6, "3", "7")]
    assert sheet.counted_out == NOTHING | {"repeated_header": 2}


def test_a_header_again_in_another_order_is_refused():
    error = refuse("id,start,end\n1,d1,d2\nid,end,start\n2,d4,d3\n")
    assert (error.rule, error.line) == ("CV-002", 3)
    assert "again in another order" in str(error)
    assert read("id,start,end\n1,d1,d2\nid,d3,d4\n").rows.height == 2  # one word of the header alone


def test_text_after_a_quoted_cell_breaks_its_row_only():
    sheet = read('id,note\n1,"a" b\n2,5" tube\n3,"say ""x"""\n')
    assert broken(sheet) == [(2, "CV-028")]
    assert table(sheet) == [(3, "2", '5" tube'), (4, "3", 'say "x"')]


@pytest.mark.parametrize("text", [
    'id,note\n1,a\n2,"open\n3,b\n4,c\n',  # to the end
    'id,note\n1,a\n2,"open\n3,b\n4,"c"\n5,d\n',  # up to the next mark
    'id,note\n1,a\n2,"open',
    '"id","note"\n"1","a"\n"2","open\n"3","b"\n',
])  # fmt: skip
def test_an_unclosed_quote_is_refused_with_the_line_where_it_opens(text):
    error = refuse(text)
    assert (error.rule, error.line) == ("CV-001", 3)
    assert "quotation mark" in str(error) and "open" not in str(error).replace("opens", "")


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("id,test,value\n1,AST,40\n2,AST", False),
        ("id,test,value\n1,AST,40\n2,AST\n", True),  # a whole line that is ragged
        ("id,test,value\n1,AST,40\n2,AST,4", True),  # nobody can tell
        ("id,test,value\n1,AST,40\n합계,1", True),  # a subtotal needs no more cells
        ("id,test,value\n1,AST\n2,AST,40", True),
    ],
)
def test_a_last_line_that_breaks_off_is_refused(text, is_whole):
    if is_whole:
        read(text)
    else:
        error = refuse(text)
        assert (error.rule, error.line) == ("CV-001", 3)
        assert str(error) == "labs.csv, line 3: the last line breaks off and the file looks truncated; send the whole file again."


@pytest.mark.parametrize(
    ("note", "is_read"),
    [
        ('"open\nP0002,b', False),  # closed by the mark of the next row
        ('"open\nP0002,b\nP0003,c', False),
        ('"fever, chills\n2023, no fever', True),  # a note of two lines
        ('"see P0002\nand P0003, too', True),
    ],
)
def test_a_quote_that_is_closed_in_another_row_has_swallowed_rows(note, is_read):
    text = f'id,note,value\nP0001,{note}",4\nP0004,d,5\n'
    if is_read:
        assert read(text).rows.height == 2
    else:
        assert (refuse(text).rule, refuse(text).line) == ("CV-001", 2)


def test_an_endless_line_is_cut_and_its_rest_is_no_line():
    sheet = read("id,note\n1,a\n" + "2,b " * 5_000_000 + "\n3,c\n")
    assert ([row.source_row for row in sheet.broken], table(sheet)) == ([3], [(2, "1", "a"), (4, "3", "c")])


def test_a_cell_without_end_breaks_its_row_or_the_file():
    sheet = read("id,note\n1," + "x" * 131_073 + "\n2,b\n")
    assert (broken(sheet), table(sheet)) == ([(2, "CV-028")], [(3, "2", "b")])
    error = refuse('id,note\n1,"open\n' + "2,b\n" * 40_000)
    assert (error.rule, error.line) == ("CV-001", 2)


def test_a_first_line_that_cannot_be_read_is_no_title():
    error = refuse("id" * 100_000 + ",value\n1,2\n3,4\n")
    assert (error.rule, error.line) == ("CV-002", 1)
    assert "in which the header may be, cannot be read" in str(error)
    assert refuse("x" * 200_000).line == 1
    sheet = read('"HCC" registry\npatient_id,value\n1,2\n', header_words=WORDS)  # a title above a header that is known
    assert (sheet.counted_out, table(sheet), broken(sheet)) == (NOTHING | {"above_header": 1}, [(3, "1", "2")], [])


def test_a_line_of_more_cells_than_a_table_can_have_breaks_its_row():
    sheet = read("id,value\n1,2\n" + "," * 20_000 + "\n3,4\n")
    assert (broken(sheet), sheet.rows.height) == ([(3, "CV-028")], 2)


def test_rows_that_are_no_data_are_counted_out():
    sheet = read("id,value\n1,5\n\n , \nid , value\n2,6\n소계,11\nTotal:,11,\n합계\n총계 ,22\nSumme,22\n合計,22\n3,total\n")
    assert sheet.counted_out == NOTHING | {"blank": 2, "repeated_header": 1, "subtotal": 6}
    assert table(sheet) == [(2, "1", "5"), (6, "2", "6"), (13, "3", "total")]


@pytest.mark.parametrize("mark", [b"\xff", b"\x00", "\ufffd".encode()])
def test_bytes_that_are_no_text_break_their_row(mark):
    sheet = read(b"id,note\n1,a\n2,b" + mark + b"\n3" + mark + b"\n4,d\n")
    assert broken(sheet) == [(3, "CV-005"), (4, "CV-005")]
    assert table(sheet) == [(2, "1", "a"), (5, "4", "d")]


def test_a_header_that_is_no_text_is_refused():
    assert refuse(b"id,n\xffte\n1,a\n").rule == "CV-005"


def test_rows_above_the_header_are_counted_if_the_header_is_known():
    sheet = read("HCC registry,,\n\nprinted 2024,,\nPatient ID,Test,extra\n1,AST,40\n", header_words=WORDS)
    assert sheet.header == ("Patient ID", "Test", "extra")
    assert (sheet.counted_out, table(sheet)) == (NOTHING | {"above_header": 2}, [(5, "1", "AST", "40")])


@pytest.mark.parametrize(
    ("header", "is_found"),
    [
        ("patient_id,test,x,y", True),  # half of the cells are known
        ("patient_id,test,x,y,z", False),  # less than half
        ("patient_id,x", False),  # one word alone is no header
    ],
)
def test_a_header_is_known_by_half_of_its_words(header, is_found):
    width = header.count(",")
    sheet = read(f"title{',' * width}\n{header}\n1{',1' * width}\n", header_words=WORDS)
    assert (sheet.header[0] == "patient_id") is is_found


def test_two_columns_of_one_name_are_refused_without_printing_it():
    error = refuse("id,Kim,value,kim \n1,2,3,4\n")
    assert (error.rule, error.line) == ("CV-002", 1)
    assert "columns 2, 4 have the same header" in str(error)
    assert "kim" not in str(error).lower()


ROWS = "P001,AST,40,2022-03-05\nP002,ALT,38,2022-03-06\nP003,AFP,12,2022-03-07\n"


@pytest.mark.parametrize(
    ("top", "words", "is_refused"),
    [
        ("환자번호,검사명,결과,검사일\npatient_id,test,value,collected_at\n", WORDS, True),  # known words
        (
            "등록,종목,수치,날짜\nnumber,item,result,day\n",
            frozenset(),
            True,
        ),  # unknown ones: no digit where the others have one
        ("id,test,value,day\n,,U/L,YYYY-MM-DD\n", frozenset(), True),  # units
        ("id,test,value,day\n-,-,10^9/L,date\n", frozenset(), True),  # units with a digit
        ("id,test,value,day\nid,test,value,day\n", WORDS, False),  # the same again
        ("id,test,value,day\nP000,AST,NA,\n", frozenset(), False),  # a row of data has its number
        ("id,test,value,day\nUNKNOWN,AST,,\n", frozenset(), False),  # one odd cell is no header
        ("id,test,value,day\nP000,test,value,unit\n", WORDS, True),  # three of four are known words
        ("id,test,value,day\nP000,test,value,2022-03-04\n", WORDS, False),  # two of four
    ],
)
def test_a_second_header_row_is_refused(top, words, is_refused):
    if is_refused:
        error = refuse(top + ROWS, header_words=words)
        assert (error.rule, error.line) == ("CV-002", 1)
        assert "two header rows, the second in line 2" in str(error)
    else:
        assert read(top + ROWS, header_words=words).rows.height >= 3


@pytest.mark.parametrize(("rows", "is_refused"), [(2, False), (3, True)])
def test_a_second_header_is_seen_only_against_three_rows(rows, is_refused):
    text = "등록,종목,수치,날짜\nnumber,item,result,day\n" + "".join(ROWS.splitlines(keepends=True)[:rows])
    assert refuse(text).rule == "CV-002" if is_refused else read(text).rows.height == rows + 1


@pytest.mark.parametrize(("ragged", "good", "is_refused"), [(9, 0, False), (10, 9, True), (10, 10, False)])
def test_a_header_that_most_rows_do_not_fit_is_refused(ragged, good, is_refused):
    text = "id,value\n" + "1,2\n" * good + "1,2,3\n" * ragged
    if is_refused:
        error = refuse(text)
        assert (error.rule, error.line) == ("CV-002", good + 2)
        assert f"{ragged} of {ragged + good} rows do not have the 2 cells of the header in line 1" in str(error)
    else:
        assert len(read(text).broken) == ragged


@pytest.mark.parametrize(("text", "height"), [("id,value\n", 0), ("id,value", 0), ("id,value\n1,2\n", 1)])
def test_a_header_alone_is_a_sheet_without_rows(text, height):
    sheet = read(text)
    assert (sheet.header, sheet.rows.height) == (("id", "value"), height)


def test_a_file_of_blank_lines_is_refused():
    assert "holds no filled row" in str(refuse("\n , \n"))


def test_progress_counts_every_row_once():
    seen = []
    read("id,value\n" + "1,2\n" * 120_000, on_rows=seen.append)
    assert seen == [50_000, 50_000, 20_000]


CELLS = st.text('a×가0 ,;|"\t\n\r', max_size=4)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))


@given(
    rows=TABLES,
    encoding=st.sampled_from(["utf-8", "cp949", "utf-16", "utf-16-be"]),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(rows=[["\r"], ["\n"]], encoding="utf-8", delimiter=",", end="\r\n")
def test_what_was_written_is_read_on_its_lines(rows, encoding, delimiter, end):
    rows = [[f"P{i}", *row] for i, row in enumerate(rows)]
    quoting = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL  # csv.writer leaves the other line ends unquoted
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow([f"h{i}" for i in range(len(rows[0]) if rows else 2)])
    expected = []
    for row in rows:
        line = len(re.findall("\r\n|\r|\n", buffer.getvalue())) + 1
        expected.append((line, *(cell or None for cell in row)))
        writer.writerow(row)
    sheet = read_delimited(decode(buffer.getvalue().encode(encoding), "labs.csv", encoding), "labs.csv", ReadOptions(delimiter=delimiter))
    assert table(sheet) == expected
    assert (sheet.broken, sheet.counted_out) == ((), NOTHING)
