"""Rows and values that stand apart or are taken back: holes in a file, tables on several pages, signs between digits, numbers of bytes."""

import io
import json
import re
import struct

from tests.drop.hostile.archives import LABS, instead_of_labs
from tests.drop.hostile.drawn_workbooks import ROWS, binary, book, html_of, ods_rows, put, xml_2003_sheet
from tests.drop.hostile.kind import kind
from tests.drop.workbooks.other_workbooks import biff, ods, ods_table, packed, record, spreadsheetml, unpacked, xls, xls_cell

HEADER, *LINES = LABS.decode().splitlines()
AST, ALB, AFP, AST_2, NA, TBIL = LINES
ROW, ROW_2, *_ = RECORDS = [dict(zip(HEADER.split(","), line.split(","), strict=True)) for line in LINES]
NDJSON = "".join(json.dumps(record) + "\n" for record in RECORDS)
ESCAPED = [[text.replace(">", "&gt;") for text in line] for line in ROWS]
A_PART, FAILED, COUNTED = (
    "only a part of the rows is in it",
    "says here that it failed",
    "the footer says that there are 57 rows, and 6 were read",
)
HOLE, NO_HEADER = "a part of it is nothing but NULs", "which has no header, so that rows may be lost"
STRUCK = {
    "CV-007": 1,
    "CV-009": 1,
    "CV-013": 1,
    "CV-016": 1,
    "CR-002": 1,
}  # by all that is asked about a row of nothing but struck-out cells
BY_CONDITION = "or strikes them out"


def quarantined(rule: str, *lines: str) -> dict:
    """Return what the kind expects where the value of each of these lines cannot be read."""
    return {"quarantined": {rule: len(lines)}, "lost": {"labs": list(lines)}}


def html(drop, text: str) -> None:
    put(drop, text.encode(), "labs.xls")


@kind("what a program writes behind the records when it fails is no record", refused=FAILED)
def nd_error_behind(drop):
    instead_of_labs(drop, "labs.ndjson", (NDJSON + '{"error": "timed out"}\n').encode())


@kind("nor is what a web service answers then", refused=FAILED)
def nd_status_behind(drop):
    instead_of_labs(drop, "labs.ndjson", (NDJSON + '{"message": "Internal Server Error", "status": 500}\n').encode())


@kind("a record that counts the others is none of them")
def nd_count_behind(drop):
    instead_of_labs(drop, "labs.ndjson", (NDJSON + '{"count": 6}\n').encode())


@kind("and proves that some are missing", refused=COUNTED)
def nd_other_count_behind(drop):
    instead_of_labs(drop, "labs.ndjson", (NDJSON + '{"row_count": 57}\n').encode())


@kind("a list that is continued elsewhere is a part", refused=A_PART)
def csv_continued(drop):
    drop.write("labs", LABS + b"(continued in part 2)\n")


@kind("the leaves of one list are each continued on the next")
def csv_continued_below(drop):
    drop.write("labs", "\n".join((HEADER, *LINES[:3], "(continued on next page)", HEADER, *LINES[3:])) + "\n")


@kind("a trailer counts the rows")
def csv_trailer(drop):
    drop.write("labs", LABS + b"TRAILER,6\n")


@kind("and proves that some are missing", refused="the footer says that there are 9 rows, and 6 were read")
def csv_trailer_of_more(drop):
    drop.write("labs", LABS + b"TRAILER,9\n")


@kind("so does the end of the data", refused=COUNTED)
def csv_end_of_data(drop):
    drop.write("labs", LABS + b"END OF DATA (57 rows)\n")


@kind("a warning of SQL Server is no row")
def csv_warning(drop):
    drop.write("labs", LABS + b"Warning: Null value is eliminated by an aggregate or other SET operation.\n")


@kind("EBCDIC with Korean letters is named as such", refused="it is in EBCDIC with letters of two bytes")
def csv_ebcdic_in_korean(drop):
    shifted = "".join(chr(byte) for byte in b"\x0e\x8f\x61\xd0\x65\x8c\x84\x0f")  # 환자명 between its two signs, as bytes
    data = LABS.decode().replace("patient_id", "@@").encode("cp037").replace("@@".encode("cp037"), shifted.encode("latin-1"))
    drop.write("labs", data)


@kind("a file whose end was never written is a hole, and its rows are missing", refused=HOLE)
def csv_hole_at_the_end(drop):
    drop.write("labs", LABS[:150] + bytes(4096))


@kind("so are those of a hole within it", refused=HOLE)
def csv_hole_within(drop):
    drop.write("labs", LABS[:90] + bytes(512) + LABS[170:])


@kind("so are they in UTF-16", refused=HOLE)
def csv_hole_in_utf16(drop):
    data = LABS.decode().encode("utf-16")
    drop.write("labs", data[:180] + bytes(512) + data[340:])


@kind("a sign between digits is no flag: a product and two results are no number", **quarantined("CV-016", AST, AST_2, TBIL))
def csv_flags_between_digits(drop):
    drop.write("labs", LABS.replace(b"AST,45", b"AST,50*2").replace(b",61,", ",4▲1,".encode()).replace(b",0.8,", ",0.8 ↑ 0.9,".encode()))


@kind("13:10 in the morning is no time", **quarantined("CV-009", AST, AST_2))
def csv_afternoon_in_the_morning(drop):
    drop.replace("labs", "45,U/L,2023-01-09", "45,U/L,2023-01-09 13:10 AM")
    drop.replace("labs", "61,U/L,2023-01-16", "61,U/L,2023-01-16 오후 2:10 오전")


@kind("an offset of 99 minutes is none", **quarantined("CV-009", AST))
def csv_offset_that_is_none(drop):
    drop.set("[sources.emr]\n", '[sources.emr]\ntimezone = "Asia/Seoul"\n')
    drop.replace("labs", "45,U/L,2023-01-09", "45,U/L,2023-01-09 06:10+09:99")


@kind("a row that is struck out is taken back, cell by cell", quarantined=STRUCK, lost={"labs": [AST]})
def html_row_struck_out(drop):
    html(drop, html_of(ESCAPED).replace("<tr><td>00000001", '<tr style="text-decoration: line-through"><td>00000001', 1))


@kind("so is it by a class of the row", quarantined=STRUCK, lost={"labs": [AST]})
def html_row_struck_out_by_class(drop):
    html(
        drop,
        "<style>.off {text-decoration: line-through}</style>"
        + html_of(ESCAPED).replace("<tr><td>00000001", '<tr class="off"><td>00000001', 1),
    )


@kind("and by the part of the table that holds it, and not the next", quarantined=STRUCK, lost={"labs": [AST]})
def html_section_struck_out(drop):
    first, second = html_of(ESCAPED[:2]), "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in ESCAPED[2:])
    table = first.replace("<tr><td>00000001", '<tbody style="text-decoration:line-through"><tr><td>00000001').removesuffix("</table>")
    html(drop, table + "</tbody><tbody>" + second + "</tbody></table>")


@kind("a header that stands still above a table of its own rows", refused=NO_HEADER)
def html_header_apart(drop):
    drop.write("labs_2", f"{HEADER}\n{AST}\n")
    html(drop, html_of(ESCAPED[:1]) + html_of(ESCAPED[2:]))


@kind("a list of several pages, of which only the first has the header", refused=NO_HEADER)
def html_pages_without_header(drop):
    html(drop, html_of(ESCAPED[:4]) + html_of(ESCAPED[4:]))


@kind("of which each has it")
def html_pages_with_header(drop):
    html(drop, html_of(ESCAPED[:4]) + html_of([ESCAPED[0], *ESCAPED[4:]]) + html_of([["L", "low", "H", "high", "all"]]))


@kind("a large table in a cell is not nothing", **quarantined("CV-016", AST))
def html_large_table_in_a_cell(drop):
    html(drop, html_of(ESCAPED).replace("<td>45</td>", f"<td><table><tr>{'<td>45</td>' * 14}</tr></table></td>"))


@kind("a conditional format may strike out a value", refused=BY_CONDITION)
def xlsx_struck_out_by_condition(drop):
    struck = {"font_strikeout": True}
    put(
        drop,
        book(change=lambda written, sheet: sheet.conditional_format("C2:C2", {"type": "no_blanks", "format": written.add_format(struck)})),
    )


@kind("so may one of OpenDocument", refused=BY_CONDITION)
def ods_struck_out_by_condition(drop):
    off = '<style:style style:name="off"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    conditional = '<style:style style:family="table-cell"><style:map style:condition="true" style:apply-style-name="off"/></style:style>'
    put(drop, ods(ods_table("labs", *ods_rows()), styles=off + conditional), "labs.ods")


@kind("or one of an XML spreadsheet", refused=BY_CONDITION)
def xml_2003_struck_out_by_condition(drop):
    condition = b"<Condition><Format Style='color:red;text-line-through:single'/></Condition></Table>"
    put(drop, spreadsheetml(xml_2003_sheet()).replace(b"</Table>", condition), "labs.xls")


@kind("or one of a workbook of Excel 97", refused=BY_CONDITION)
def xls_struck_out_by_condition(drop):
    cells = b"".join(xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    font = bytes(68) + struct.pack("<I", 0x80) + bytes(46)  # of a condition: its flags strike out, and leave nothing open
    rule = struct.pack("<BBHH", 1, 5, 3, 0) + struct.pack("<IH", 1 << 26, 0) + font + b"\x1e\x05\x00"
    ranges = biff(0x01B0, struct.pack("<HH4HH4H", 1, 2, 1, 6, 2, 2, 1, 1, 6, 2, 2))
    put(drop, xls(("labs", 0, cells + ranges + biff(0x01B1, rule))), "labs.xls")


@kind("or one of a binary workbook", refused=BY_CONDITION)
def xlsb_struck_out_by_condition(drop):
    parts = unpacked(binary())
    conditional = record(507, struct.pack("<HHH", 0, 0, 1) + struct.pack("<HHB", 29, 5, 1))
    rule = record(463, struct.pack("<8IH", 1, 5, 0, 1, 5, 0, 0, 0, 0))
    sheet, styles = "xl/worksheets/sheet1.bin", "xl/styles.bin"
    parts[sheet] = parts[sheet].replace(record(146), record(146) + record(461, bytes(28)) + rule + record(464) + record(462))
    parts[styles] = parts[styles].replace(record(279), record(505, struct.pack("<I", 1)) + conditional + record(506) + record(279))
    put(drop, packed(parts), "labs.xlsb")


def numbers(drop, values) -> None:
    """Write the results as Parquet, the values as they are given."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: pa.array([record[name] for record in RECORDS]) for name in ROW}
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns | {"value": values}), buffer)
    instead_of_labs(drop, "labs.parquet", buffer.getvalue())


@kind("numbers of 16 bits are as long as they are exact", read_besides={"labs": [re.sub(">60500", "512", AFP)]}, lost={"labs": [AFP]})
def pq_numbers_of_16_bits(drop):
    import numpy as np
    import pyarrow as pa

    numbers(drop, pa.array(np.array([45, 3.9, 512, 61, 139, 0.8], dtype=np.float16)))


@kind("bytes are no number, whatever digits write them", quarantined={"CV-014": 2}, lost={"labs": [AST, NA]})
def pq_numbers_as_bytes(drop):
    import pyarrow as pa

    numbers(drop, pa.array([b"\x95", b"3.9", b">60500", b"61", b"\x81\x99", b"0.8"], pa.binary()))


@kind("a resident or telephone number in a remark is blanked, however it is written, and so is that of a patient in pieces")
def csv_numbers_of_people_in_remarks(drop):
    drop.replace("procedures", "PORT,", "PORT,call 02) 123-4567 of 600111 1234567")
    drop.replace("procedures", "TACE,", "TACE,see 0000-0002 and 010-12345678")
