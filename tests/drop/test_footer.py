"""Footers and lines of dashes are no rows, and a footer's number proves that a file is whole, or refuses it."""

import pytest

from pipelines.drop.decode import Text
from pipelines.drop.delimited import read_delimited
from pipelines.drop.footer import Footer, is_dash_line, read_footer
from pipelines.drop.sheet import ReadOptions, UnreadableDrop

ROWS = "patient_id,test,value\n01,AST,45\n01,ALB,3.9\n02,AST,61\n"
WORDS = frozenset({"patient_id", "test", "value"})


def read(text, **options):
    return read_delimited(Text(text.encode(), "utf-8"), "labs.csv", ReadOptions(**options), WORDS)


def refuse(text):
    with pytest.raises(UnreadableDrop) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("(67 rows)", 67),  # psql
        ("(1 row)", 1),
        ("67 rows selected.", 67),  # SQL*Plus
        ("67 record(s) selected with 1 warning messages printed.", 67),  # Db2
        ("67 Zeilen ausgewählt.", 67),
        ("67 lignes sélectionnées", 67),
        ("67 行が選択されました。", 67),
        ("Anzahl Datensätze: 67", 67),
        ("Anzahl der Zeilen 67", 67),
        ("Nombre de lignes : 67", 67),
        ("Número de registros: 67", 67),
        ("件数: 67", 67),
        ("総件数 67件", 67),
        ("조회된 총 건수는 67건입니다.", 67),
        ("no rows selected", 0),
        ("67 rows in set (0.01 sec)", 67),  # MySQL
        ("Empty set (0.00 sec)", 0),
        ("(67 rows affected)", 67),  # sqlcmd
        ("67 record(s) selected.", 67),  # Db2
        ("1,234 rows selected.", 1234),
        ("12,345,678 rows exported to labs.csv", 12_345_678),
        ("Total rows: 67", 67),
        ("Total records 67", 67),
        ("Number of records = 67", 67),
        ("Record count: 67", 67),
        ("총 3건", 3),
        ("총 1,234 건", 1234),
        ("※ 총 67건이 조회되었습니다.", 67),
        ("총건수: 67", 67),
        ("조회건수 : 67건", 67),
        ("합계 67건", 67),
        ("67개의 행이 선택되었습니다.", 67),
        ("67 개의 행이 선택되었습니다.", 67),
        ("67 행이 선택되었습니다.", 67),
        ("(3개 행이 영향을 받음)", 3),
        ("(３개 행 영향 받음)", 3),
        ("선택된 레코드가 없습니다.", 0),
        ("END OF DATA (67 rows)", 67),
        ("*** End of report: 67 records ***", 67),
        ("EOF - 67 rows", 67),
        ("데이터 끝 (67건)", 67),
        ("TRAILER,67", 67),
        ("TRL|67", 67),
        ("Total: 67 rows", 67),
    ],
)
def test_a_footer_counts_rows(text, rows):
    assert read_footer(text) == Footer(rows)


@pytest.mark.parametrize(("text", "rows"), [("Total: 67", 67), ("합계: 67", 67), ("총 67", 67), ("67건", 67), ("N = 67", 67)])
def test_a_number_that_may_be_a_sum_is_told_from_a_count(text, rows):
    assert read_footer(text) == Footer(rows, may_be_sum=True)


@pytest.mark.parametrize("text", [
    "출력일시: 2024-03-05 10:20", "출력일자 2024.03.05  출력자: 김", "2024-03-05 10:20 출력", "기준일 2024년 3월 5일",
    "Printed: 05-MAR-2024 10:20", "Report date 2024/03/05", "Completion time: 2024-03-05T10:20:00.1234567+09:00", "Time: 12.345 ms",
    "Elapsed: 00:00:01.23", "Page 3", "페이지: 3", "- 이하 여백 -", "*** End of Report ***", "EOF",
    "SQL> spool off", "총 3명", "Warning: Null value is eliminated by an aggregate or other SET operation.",
    "Changed database context to 'EMR'.", "Commands completed successfully.",
])  # fmt: skip
def test_a_remark_below_the_rows_is_a_footer_without_a_number(text):
    assert read_footer(text) == Footer()


@pytest.mark.parametrize("text", [
    "(continued in part 2)", "continued on next page", "to be continued", "(cont.)", "more to follow", "다음 페이지에 계속", "- 계속 -",
])  # fmt: skip
def test_a_list_goes_on_elsewhere(text):
    assert read_footer(text) == Footer(goes_on=True)


@pytest.mark.parametrize("text", ["Warning: 12 rows were skipped", "Warning: result was truncated to 100 characters"])
def test_a_warning_of_rows_that_are_lost_tells_of_a_failure(text):
    assert read_footer(text) == Footer(tells_failure=True)


@pytest.mark.parametrize("text", ["Page 1 of 3", "페이지 1/3", "1 / 3 쪽", "- pg. 1/3 -"])
def test_a_page_is_one_of_several(text):
    assert read_footer(text) == Footer(leaf=1, of_leaves=3)


@pytest.mark.parametrize("text", [
    "Showing 1 to 6 of 57 entries", "Showing 1 to 6 of 57 entries (filtered from 100 total entries)", "Displaying items 1-6 of 57",
    "Showing rows 0 - 5 (57 total, Query took 0.0004 seconds.)", "6 of 57 rows", "총 57건 중 1~6건", "검색결과 57건 중 6건 표시",
    "1-6 / 57건", "[57 rows x 5 columns]",
])  # fmt: skip
def test_some_of_the_rows_are_of_so_many(text):
    assert read_footer(text) == Footer(of_rows=57)


@pytest.mark.parametrize("text", [
    "only showing top 6 rows", "... (51 more rows)", "6 rows fetched - (limit reached)", "Result set truncated to 6 rows", "[TRUNCATED]",
    "Only the first 6 rows were exported", "Output limited to 6 rows", "results are limited to 1000 rows", "(이하 51건 생략)", "이하 생략",
])  # fmt: skip
def test_the_rows_are_said_to_be_cut_short(text):
    assert read_footer(text) == Footer(tells_part=True)


@pytest.mark.parametrize("text", ["ORA-01555: snapshot too old", "Error at line 3", "Msg 1205, Level 13, State 51, Server X"])
def test_an_error_of_the_database_is_seen(text):
    assert read_footer(text) == Footer(tells_failure=True)


@pytest.mark.parametrize("text", [
    "00000001", "AST", "Time", "N", "총", "total", "건", "2024-03-05", "45", "3 tablets", "3 rows of tablets",
    "12 건강검진", "총 빌리루빈", "총콜레스테롤 3건 초과", "printed matter", "page", "row 3", "results", "조회", "end stage",
    "error", "총 3건 " * 50,
])  # fmt: skip
def test_what_only_looks_like_a_footer_is_none(text):
    assert read_footer(text) is None


@pytest.mark.parametrize(
    ("row", "is_one"),
    [
        (["-----+----+----"], True),
        (["----------", "----", "-----"], True),
        (["+------+------+"], True),
        (["====", "=="], True),
        (["--------", "-", "-"], True),  # a column of one character
        (["-", "-", "-"], False),  # three values that are missing
        (["- -", None], True),
        (["--", "AST"], False),
        ([None, ""], False),
        (["|", "|"], False),
    ],
)
def test_a_line_of_dashes(row, is_one):
    assert is_dash_line(row) is is_one


@pytest.mark.parametrize(
    ("text", "footers"),
    [
        (ROWS + "총 3건", 1),
        (ROWS + "(3 rows)\n", 1),
        (ROWS + "\n3 rows selected.\n\nSQL> spool off\n", 2),
        (ROWS.replace("value\n", "value\n----------,----,-----\n") + "\n(3 rows affected)\n", 2),
        (ROWS.replace(",", "\t").replace("value\n", "value\n----------\t----\t-----\n") + "(3 rows)", 2),
        (ROWS.replace(",", "|").replace("value\n", "value\n----------+----+-----\n") + "(3 rows)\n\n", 2),
        (
            "+----+----+----+\n"
            + ROWS.replace(",", "|").replace("value\n", "value\n+----+----+----+\n")
            + "+----+----+----+\n3 rows in set\n",
            3,
        ),
        (ROWS + "총 3건,,\n출력일시: 2024-03-05,,\n", 2),
        (ROWS + "Total: 3\n", 1),
        (ROWS + "(3 rows)\n" + ROWS + "(3 rows)\n", 2),  # two exports pasted together …
        (ROWS + "(3 rows)\n" + ROWS + "(6 rows)\n", 2),  # … or pages, the last counting all
        (ROWS + "Total: 67\n02,ALT,4\n", 1),  # a sum between rows
        (ROWS + "02,ALT\n(4 rows)\n", 1),  # a row that is quarantined is a row …
        (ROWS + "02,\n3\n(4 rows)\n", 1),  # … and two lines may be one that is torn
        ("patient_id,test,value\nno rows selected\n", 1),
    ],
)
def test_footers_are_counted_out(text, footers):
    sheet = read(text)
    assert sheet.header == ("patient_id", "test", "value")
    assert sheet.counted_out["footer"] == footers
    assert set(sheet.rows["c0"]) <= {"01", "02"} and set(sheet.rows["c1"]) <= {"AST", "ALB", "ALT"}


@pytest.mark.parametrize(
    ("text", "line", "claimed", "read"),
    [
        (ROWS + "총 4건\n", 5, 4, 3),
        (ROWS + "(2 rows)\n", 5, 2, 3),
        (ROWS + "Total: 67\n", 5, 67, 3),
        (ROWS + "(3 rows)\n" + ROWS + "(4 rows)\n", 10, 4, 6),
        (ROWS + "02,ALT\n(5 rows)\n", 6, 5, 4),
        (ROWS + "no rows selected\n", 5, 0, 3),
    ],
)
def test_a_wrong_number_refuses_the_file(text, line, claimed, read):
    error = refuse(text)
    assert (error.rule, error.line) == ("CV-001", line)
    assert f"the footer says that there are {claimed} rows, and {read} were read; send the whole file again" in str(error)


def test_the_settings_may_say_that_the_number_counts_something_else():
    assert read(ROWS + "총 2건\n", footer_counts_rows=False).rows.height == 3


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        (ROWS + "Showing 1 to 3 of 57 entries\n", True),
        (ROWS + "Showing 1 to 3 of 3 entries\n", False),
        (ROWS + "[3 rows x 3 columns]\n", False),
        (ROWS + "only showing top 3 rows\n", True),
        (ROWS + "Page 1 of 2\n", True),
        (ROWS + "Page 1 of 2\n02,NA,139\nPage 2 of 2\n", False),
        (ROWS + "Page 2 of 2\n", False),
    ],
)
def test_a_part_of_the_rows_or_of_the_pages_refuses_the_file(text, is_refused):
    if is_refused:
        assert "only a part of the rows" in refuse(text).sentence
    assert read(text, footer_counts_rows=False).rows.height in (3, 4)


def test_an_export_that_failed_is_refused():
    error = refuse(ROWS + "ORA-01555: snapshot too old\n")
    assert (error.rule, error.line) == ("CV-001", 5)
    assert "the export failed" in str(error)


def test_a_footer_is_no_last_line_that_breaks_off():
    assert read(ROWS + "총 3건").is_counted


@pytest.mark.parametrize(
    "line",
    [
        "java.sql.SQLException: ORA-01555: snapshot too old",
        "Traceback (most recent call last):",
        "Query timed out after 30 seconds",
        "SQL0964C  The transaction log for the database is full.  SQLSTATE=57011",
        "sqlplus: write error: No space left on device",
        "Cancelled by user",
        "조회가 중단되었습니다",
    ],
)
def test_a_program_that_failed_says_so_in_the_last_line(line):
    assert "the database says here that the export failed" in str(refuse(ROWS + line + "\n"))


@pytest.mark.parametrize("line", ["session closed early by patient", "treatment cancelled", "15 linha terapia", "3 registros activos"])
def test_the_rest_of_a_torn_remark_is_no_footer(line):
    assert read_footer(line) is None


@pytest.mark.parametrize("above", ["총 3건", "3 rows selected", "Total: 57", "laboratory results\n\n3 records"])
def test_a_number_above_the_header_that_is_right_or_a_sum_changes_nothing(above):
    assert read(above + "\n" + ROWS).rows.height == 3


def test_a_number_above_the_header_that_is_wrong_refuses_the_file_unless_it_is_none_of_rows():
    assert "above the header that there are 57 rows, and 3 were read" in str(refuse("총 57건\n" + ROWS))
    assert read("총 57건\n" + ROWS, footer_counts_rows=False).rows.height == 3


def test_a_row_that_was_torn_may_count_or_not_for_a_number_above_the_header():
    torn = ROWS.replace("01,ALB,3.9", "01,ALB\n3.9")
    for number in (2, 3, 4):
        assert len(read(f"총 {number}건\n" + torn).broken) == 2


def test_a_row_of_dots_stands_for_rows_that_are_left_out_and_a_blank_row_does_not():
    assert "only a part of the rows" in str(refuse(ROWS.replace("01,ALB", "..,...,...\n01,ALB")))
    assert read(ROWS.replace("01,ALB", ",,\n01,ALB")).rows.height == 3
