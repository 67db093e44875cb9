"""Parts of tables, full sheets, lines in quotation marks, texts in formulas, and code pages of old workbooks."""

import struct

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.drawn_workbooks import ROWS, book, html_of, put
from tests.drop.hostile.kind import kind
from tests.drop.workbooks.other_workbooks import xls, xls_cell
from tests.small_drop import text_of

A_PART = "only a part of the rows is in it; export all of them, without a limit"
SHOWN = [[text.replace(">", "&gt;") for text in line] for line in ROWS]


@kind("a text in a formula of its own, which keeps Excel from reading it as a number, is that text")
def csv_kept_from_excel(drop):
    drop.write("labs", "".join(",".join(f'"=""{cell}"""' for cell in line.split(",")) + "\n" for line in LABS.decode().splitlines()))


@kind("so it is where only numbers of patients and blank cells are protected, without quotation marks of their own")
def csv_numbers_kept_from_excel(drop):
    for table in ("labs", "follow_up"):
        header, *lines = (drop.drop / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        cells = [[f'="{cell}"' if i == 0 or not cell else cell for i, cell in enumerate(line.split(","))] for line in lines]
        drop.write(table, "".join(f"{line}\n" for line in (header, *map(",".join, cells))))


@kind("so it is in a web page that is named as a workbook")
def html_kept_from_excel(drop):
    put(drop, html_of([SHOWN[0], *([f'="{first}"', *others] for first, *others in SHOWN[1:])]).encode(), "labs.xls")


@kind("a line that says that six of 57 rows are shown is no footer of a whole table", refused=A_PART)
def csv_shows_some(drop):
    drop.write("labs", LABS + b"Showing 1 to 6 of 57 entries\n")


@kind("so it says in Korean", refused=A_PART)
def csv_shows_some_in_korean(drop):
    drop.write("labs", LABS + "총 57건 중 1~6건\n".encode())


@kind("the first of nine leaves of a printed list is a part", refused=A_PART)
def csv_first_leaf(drop):
    drop.write("labs", LABS + b"Page 1 of 9\n")


@kind("a program that shows the top of a table says so", refused=A_PART)
def csv_top_of_a_table(drop):
    box = ["|" + "|".join(line.split(",")) + "|\n" for line in LABS.decode().splitlines()]
    drawn = "+----+----+----+----+----+\n"
    drop.write("labs", drawn + box[0] + drawn + "".join(box[1:]) + drawn + "only showing top 6 rows\n")


@kind("a web page may say beside its table of how many rows some are shown", refused=A_PART)
def html_shows_some(drop):
    put(drop, (html_of(SHOWN) + "<div class=info>Showing 1 to 6 of 57 entries</div>").encode(), "labs.xls")


@kind("or in another table, which lays out the whole", refused=A_PART)
def html_shows_some_around(drop):
    whole = html_of(SHOWN).removeprefix("<html><body>")
    put(drop, f"<table><tr><td>{whole}</td></tr><tr><td>총 57건 중 1~6건</td></tr></table>".encode(), "labs.xls")


@kind("where all rows are shown, the same lines count them")
def html_shows_all(drop):
    put(drop, (html_of(SHOWN) + "<p>Showing 1 to 6 of 6 entries</p><p>Page 1 of 1</p>").encode(), "labs.xls")


@kind("a sheet that is full to its last row may have lost further ones", refused="it ends with row 65,536, the last that a sheet of Excel")
def xls_full(drop):
    rows = [*ROWS, *(["00000001", "AST", "44", "U/L", "2023-01-08"] for _ in range(65_536 - len(ROWS)))]
    cells = (xls_cell(i, j, text) for i, line in enumerate(rows, 1) for j, text in enumerate(line, 1))
    put(drop, xls(("labs", 0, b"".join(cells))), "labs.xls")


@kind(
    "lines in quotation marks as a whole hide their delimiter", refused="each line of it stands in quotation marks as one cell; export it"
)
def csv_lines_in_quotation_marks(drop):
    drop.write("labs", "".join(f'"{line}"\n' for line in LABS.decode().splitlines()))


@kind("a workbook of Excel 95 in Korean that says no code page, as programs of hospitals write it")
def xls_95_without_code_page(drop):
    put(drop, _of_excel_95(None), "labs.xls")


@kind("or says that of Western Europe")
def xls_95_with_another_code_page(drop):
    put(drop, _of_excel_95(1252), "labs.xls")


@kind("or its own")
def xls_95_with_its_code_page(drop):
    put(drop, _of_excel_95(949), "labs.xls")


def _of_excel_95(code_page: int | None) -> bytes:
    """Return the laboratory results with Korean headers as a stream of Excel 95, whose texts have one or two bytes a character."""
    header = ["환자번호", "검사명", "결과", "단위", "검사일"]
    cells = b"".join(_text(i, j, text) for i, line in enumerate([header, *ROWS[1:]]) for j, text in enumerate(line))
    page = _record(0x0042, struct.pack("<H", code_page)) if code_page else b""
    before = _record(0x0809, struct.pack("<4H", 0x0500, 5, 0x0DBB, 0x07CC)) + page + _record(0x00E0, bytes(16))
    name = struct.pack("<BB", 0, 0) + b"\x04labs"
    start = len(before) + 4 + 4 + len(name) + 4
    sheet = _record(0x0809, struct.pack("<4H", 0x0500, 0x10, 0x0DBB, 0x07CC)) + cells + _record(0x000A)
    return before + _record(0x0085, struct.pack("<I", start) + name) + _record(0x000A) + sheet


def _text(row: int, column: int, text: str) -> bytes:
    written = text.encode("cp949")
    return _record(0x0204, struct.pack("<4H", row, column, 0, len(written)) + written)


def _record(kind_of: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind_of, len(body)) + body


# --- what a line above the header, or a last line in other words, says of the whole


@kind(
    "a line above the header says that there are 57 rows",
    refused=r"labs\* \(file \d\), line 1: it says above the header that there are 57 rows",
)
def csv_counted_above(drop):
    drop.write("labs", "총 57건\n" + text_of("labs"))


@kind("where it counts those that are there, the rows are read")
def csv_counted_rightly_above(drop):
    drop.write("labs", "환자 검사 결과\n총 6건\n" + text_of("labs"))


@kind(
    "so it says in a sheet, whose title counts more rows than it has", refused="line 1: it says here that only a part of the rows is in it"
)
def xlsx_shows_some_above(drop):
    put(drop, book([["Showing 1 to 6 of 57 entries"], *ROWS]))


@kind("the first of nine leaves is said above the header, too", refused="line 1: it says here that only a part of the rows is in it")
def csv_leaf_above(drop):
    drop.write("labs", "Page 1 of 9\n" + text_of("labs"))


@kind("a row of dots stands for rows that a program did not print", refused="line 5: it says here that only a part of the rows is in it")
def csv_row_of_dots(drop):
    header, *rows = text_of("labs").splitlines()
    drop.write("labs", "\n".join([header, *rows[:3], "..,...,...,...,...", *rows[3:]]) + "\n")


@kind("an error of a program behind the rows says that the export failed", refused="line 8: the database says here that the export failed")
def csv_ends_in_an_exception(drop):
    drop.write("labs", text_of("labs") + "java.sql.SQLException: Io exception: Connection reset\n\tat oracle.jdbc.driver.Any(Any.java:1)\n")


@kind("a count in another language proves or refuses, too", refused="line 8: the footer says that there are 9 rows, and 6 were read")
def csv_counted_in_german(drop):
    drop.write("labs", text_of("labs") + "9 Zeilen ausgewählt.\n")
