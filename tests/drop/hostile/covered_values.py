"""What lies under merged cells, between the digits of a format, behind another workbook, and results that nobody has calculated."""

import re
import struct

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.drawn_workbooks import BOOK, ROWS, SHEET, STRINGS, book, edited, html_of, ods_rows, put
from tests.drop.hostile.kind import kind
from tests.drop.hostile.shown_values import lost
from tests.drop.workbooks.other_workbooks import (
    biff,
    cell,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    packed,
    record,
    row,
    unpacked,
    wide,
    xls,
    xls_cell,
    xlsb,
)

AST, ALB, AFP, AST_2, NA, TBIL = (line for line in LABS.decode().splitlines()[1:])
SEVERAL = r"labs\* \(file \d\): it is several workbooks, one behind the other, of which only the last would be read; send each"


def escaped(rows):
    return [[text.replace(">", "&gt;") for text in line] for line in rows]


# --- under a merged cell


@kind("a value that lies to the right of a merged cell, under what the cell shows, is seen by nobody", **lost(AST))
def xlsx_covered_from_the_left(drop):
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:C2"/></mergeCells>'
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b"</sheetData>", merged))))


@kind("so it is in OpenDocument, which has a word for such a cell", **lost(AST))
def ods_covered_from_the_left(drop):
    rows = [[ods_cell("string", shown=text) for text in line] for line in escaped(ROWS)]
    rows[1][1] = ods_cell("string", shown="AST", more='table:number-columns-spanned="2" table:number-rows-spanned="1"')
    rows[1][2] = rows[1][2].replace("table:table-cell", "table:covered-table-cell")
    put(drop, ods(ods_table("labs", *(ods_row(*line) for line in rows))), "labs.ods")


@kind("and in a workbook of Excel 97", **lost(AST))
def xls_covered_from_the_left(drop):
    cells = b"".join(xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    put(drop, xls(("labs", 0, cells + biff(0x00E5, struct.pack("<5H", 1, 1, 1, 1, 2)))), "labs.xls")


@kind("merged cells that lie over each other show nobody knows what", refused="merged cells of it lie over each other; save it again")
def xlsx_merged_over_each_other(drop):
    merged = "".join(f'<mergeCell ref="F{first}:F1048576"/>' for first in range(2, 5_002)).encode()
    more = [[*line, "remark" if i == 0 else "x"] for i, line in enumerate([ROWS[0], *ROWS[1:] * 10_000])]
    put(
        drop, edited(book(more), (SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merged + b"</mergeCells>")))
    )


# --- between the digits of a format


@kind("signs that a format puts between the digits of a number are part of it: 39 is shown as 3.9, and 8 as 0.8")
def xlsx_point_of_a_format(drop):
    def change(written, sheet):
        sheet.write_number(2, 2, 39, written.add_format({"num_format": "#\\.0"}))
        sheet.write_number(6, 2, 8, written.add_format({"num_format": '0"."0'}))

    put(drop, book(change=change))


@kind("so are a dash between them, and limits with which a format fills its cell", quarantined={"CV-016": 1},
      lost={"labs": [AST, NA]}, read_besides={"labs": [AST.replace(",45,", ",>45,")]})  # fmt: skip
def xlsx_signs_within_a_format(drop):
    def change(written, sheet):
        sheet.write_number(1, 2, 45, written.add_format({"num_format": "*>0"}))
        sheet.write_number(5, 2, 139, written.add_format({"num_format": "0\\-00"}))

    put(drop, book(change=change))


# --- results that nobody has calculated


@kind("a nought as the result of a formula, from a program that cannot calculate, is none", **lost(AST))
def xlsx_noughts_for_results(drop):
    put(drop, book(change=lambda written, sheet: (sheet.write_formula(1, 2, "=9*5"), sheet.write_formula(4, 2, "=60+1", None, 61))))


@kind("nor are results of a workbook that was saved before all of them were calculated", **lost(AST))
def xlsx_saved_before_it_was_calculated(drop):
    manual = b'<calcPr calcMode="manual" calcCompleted="0" calcOnSave="0"/>'
    data = book(change=lambda written, sheet: sheet.write_formula(1, 2, "=9*5", None, 44))
    put(drop, edited(data, (BOOK, lambda xml: re.sub(rb"<calcPr[^>]*/>", manual, xml))))


@kind("so it is with a sheet of Excel 97 that says so", **lost(AST))
def xls_saved_before_it_was_calculated(drop):
    cells = [xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1) if (i, j) != (2, 3)]
    result = struct.pack("<3HdHIH", 1, 2, 0, 44.0, 0, 0, 3) + b"\x1e\x2d\x00"
    put(drop, xls(("labs", 0, biff(0x005E, bytes(2)) + b"".join(cells) + biff(0x0006, result))), "labs.xls")


@kind("and with noughts and uncalculated results of a binary workbook", **lost(AST, AST_2))
def xlsb_noughts_for_results(drop):
    results = {(2, 2): 0.0, (5, 2): 0.0}
    cells = b"".join(
        row(i)
        + b"".join(
            cell(9, j, struct.pack("<d", results[i, j]) + bytes(6)) if (i, j) in results else cell(6, j, wide(text))
            for j, text in enumerate(line)
        )
        for i, line in enumerate(ROWS, 1)
    )
    parts = unpacked(xlsb(("labs", 0, cells)))
    again = record(157, struct.pack("<3IdIH", 0, 1, 100, 0.001, 1, 1))
    put(drop, packed(parts | {"xl/workbook.bin": parts["xl/workbook.bin"].replace(record(132), again + record(132))}), "labs.xlsb")


@kind("a number of a workbook with blanks around it has its format, too", quarantined={"CV-014": 1}, lost={"labs": [AST]})
def xlsx_number_in_blanks(drop):
    def change(written, sheet):
        sheet.write_number(1, 2, 0.45, written.add_format({"num_format": "0%"}))

    put(drop, edited(book(change=change), (SHEET, lambda xml: xml.replace(b"<v>0.45</v>", b"<v> 0.45 </v>"))))


# --- one behind the other


@kind("of two workbooks one behind the other only the last would be read", refused=SEVERAL)
def xlsx_behind_an_xlsx(drop):
    put(drop, book() + book([ROWS[0], *ROWS[2:]]))


@kind("so it would be of two of OpenDocument", refused=SEVERAL)
def ods_behind_an_ods(drop):
    put(drop, ods(ods_table("labs", *ods_rows())) + ods(ods_table("labs", *ods_rows()[:4])), "labs.ods")


# --- hidden in yet other ways


@kind("what is put far away, shrunk to nothing, or has no colour at all, is not seen")
def html_put_far_away(drop):
    hidden = {
        "45": "45<i style='position:absolute;right:-9999px'>9</i>",
        "3.9": "3.9<i style='transform:scale(0)'>9</i>",
        "61": "61<i style='color:rgba(0,0,0,0)'>9</i>",
        "139": "139<i style='filter:opacity(0)'>9</i><b popover>9</b>",
        "0.8": "0.8<i style='color:#00000000'>8</i><b class='visuallyhidden'>8</b><noembed>8</noembed>",
        "g/dL": "g/dL<i style='font-size:1px'>9</i>",
        "U/L": "<b style='color:rgb(0,0,0)'>U/L</b>",
    }
    put(drop, html_of([[hidden.get(text, text) for text in line] for line in escaped(ROWS)]).encode(), "labs.xls")


@kind("nor is a part of a text in a workbook that is one point high")
def xlsx_part_of_one_point(drop):
    small = b"<si><r><t>45</t></r><r><rPr><sz val='1'/></rPr><t>9</t></r></si>"
    put(drop, edited(book(), (STRINGS, lambda xml: xml.replace(b"<si><t>45</t></si>", small))))


@kind("what is seen only by who opens it is asked about", **lost(AST))
def html_closed(drop):
    put(drop, html_of(escaped(ROWS)).replace("<td>45</td>", "<td><details><summary>45</summary>9</details></td>").encode(), "labs.xls")
