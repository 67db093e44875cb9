"""Workbooks of Excel: which sheet counts, and how a program may write what is right."""

import io
import re
import zipfile

from tests.drop.hostile.drawn_workbooks import (
    DAMAGED,
    RELATIONS,
    ROWS,
    SHEET,
    STRINGS,
    book,
    edited,
    put,
)
from tests.drop.hostile.kind import kind
from tests.drop.workbooks.other_workbooks import (
    ods,
    ods_cell,
    ods_row,
    ods_table,
    packed,
)

# --- which sheet


@kind("a sheet that the settings name and that is not there", refused='it has no sheet "results"; correct sheet')
def xlsx_sheet_renamed(drop):
    drop.set("[sources.emr.tables.labs]\n", '[sources.emr.tables.labs]\nsheet = "results"\n')
    put(drop, book())


@kind("hidden sheets, a very hidden one and a chart are not looked at")
def xlsx_hidden_sheets_and_a_chart(drop):
    def change(written, sheet):
        for name in ("old", "secret"):
            hidden = written.add_worksheet(name)
            hidden.write_string(0, 0, "other")
            getattr(hidden, "hide" if name == "old" else "very_hidden")()
        chart = written.add_chart({"type": "line"})
        chart.add_series({"values": "=labs!$C$2:$C$3"})
        written.add_chartsheet("chart").set_chart(chart)

    put(drop, book(change=change))


@kind("two visible sheets with different headers: which one is meant?", refused="2 sheets hold data and do not have the same header")
def xlsx_two_sheets(drop):
    put(drop, book(change=lambda written, sheet: written.add_worksheet("other").write_string(0, 0, "other")))


@kind("a title that is merged over the columns stands above the header")
def xlsx_merged_title(drop):
    def change(written, sheet):
        sheet.merge_range("A1:E1", "Laboratory results 2023")

    put(drop, book([["Laboratory results 2023"], [], *ROWS], change))


# --- how a program may write what is right


@kind("formulas are not calculated: their stored results count")
def formula_in_every_cell(drop):
    def change(written, sheet):
        for i, cells in enumerate(ROWS):
            for j, text in enumerate(cells):
                sheet.write_formula(i, j, f'="{text}"', None, text)

    put(drop, book(change=change))


@kind("formulas without a result are no header", refused="columns 1, 2, 3, 4, 5 have the same header")
def formula_never_calculated(drop):
    def change(written, sheet):
        for i, cells in enumerate(ROWS):
            for j in range(len(cells)):
                sheet.write_formula(i, j, "=A1", None, "")

    put(drop, book(change=change))


@kind("links to other files are not followed")
def xlsx_external_link(drop):
    def change(written, sheet):
        sheet.write_formula(1, 2, "='[other.xlsx]labs'!A1", None, 45)
        sheet.write_url(0, 20, "https://example.org", string=" ")

    put(drop, book(change=change))


@kind("macros are not run")
def xlsm_with_macros(drop):
    put(drop, edited(book(), ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen")), "labs.xlsm")


@kind("a workbook under any other name", read_besides={})
def xlsx_named_csv(drop):
    put(drop, book(), "labs.csv")


@kind("prefixes, the strict standard's names and single quotes")
def xlsx_prefixed_and_strict(drop):
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

    def change(xml):
        xml = xml.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict).replace(b"xmlns=", b"xmlns:x=")
        for name in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
            for before in (b"<", b"</"):
                for behind in (b" ", b">"):
                    xml = xml.replace(before + name + behind, before + b"x:" + name + behind)
        return (
            xml.replace(b"<dimension", b"<x:dimension")
            .replace(b"<sheet", b"<x:sheet")
            .replace(b"</sheet", b"</x:sheet")
            .replace(b"<page", b"<x:page")
        )

    put(drop, edited(book(), (SHEET, change)))


@kind("a sheet in UTF-16")
def xlsx_utf16_part(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"))))


@kind("comments and CDATA are markup like any other")
def xlsx_comments_and_cdata(drop):
    comment = b"<!-- <row r='9'><c r='A9'><v>1</v></c></row> --></sheetData>"
    put(
        drop,
        edited(
            book(),
            (SHEET, lambda xml: xml.replace(b"<v>0</v>", b"<v><![CDATA[0]]></v>", 1).replace(b"</sheetData>", comment)),
        ),
    )


@kind("cells without an address follow each other")
def xlsx_cells_without_address(drop):

    put(drop, edited(book(), (SHEET, lambda xml: re.sub(rb' r="[A-Z]*\d+"', b"", xml))))


@kind("rows in any order")
def xlsx_rows_shuffled(drop):
    def change(xml):
        start, end = xml.index(b"<row"), xml.index(b"</sheetData>")
        rows = xml[start:end].split(b"</row>")[:-1]
        return xml[:start] + b"</row>".join(reversed(rows)) + b"</row>" + xml[end:]

    put(drop, edited(book(), (SHEET, change)))


@kind("parts with backslashes and capitals in their names, and targets from the root")
def xlsx_odd_part_names(drop):
    with zipfile.ZipFile(io.BytesIO(book())) as old:
        parts = {name.replace("/", "\\").upper() if "sheet1" in name else name: old.read(name) for name in old.namelist()}
    parts[RELATIONS] = parts[RELATIONS].replace(b'Target="worksheets', b'Target="/xl/worksheets')
    put(drop, packed(parts))


@kind("texts of several styles, with how they are read aloud, and characters that XML cannot hold")
def xlsx_rich_text(drop):
    rich = b"<si><r><t>A</t></r><r><rPr><b/></rPr><t>S</t></r><r><t>T</t></r><rPh sb='0' eb='1'><t>ignored</t></rPh></si>"
    escaped = b"_x0055_/L"
    put(drop, edited(book(), (STRINGS, lambda xml: xml.replace(b"<si><t>AST</t></si>", rich).replace(b"U/L", escaped))))


@kind("numbers and dates as such, patient numbers by the zeros of their format")
def xlsx_typed_cells(drop):
    import datetime as dt

    def change(written, sheet):
        zeros, day = written.add_format({"num_format": "00000000"}), written.add_format({"num_format": "yyyy-mm-dd"})
        for i, (number, _, value, _, when) in enumerate(ROWS[1:], 1):
            sheet.write_number(i, 0, int(number), zeros)
            if not value.startswith(">"):
                sheet.write_number(i, 2, float(value))
            sheet.write_datetime(i, 4, dt.date.fromisoformat(when), day)

    put(drop, book(change=change))


@kind("the same where days are counted from 1904, and have no format")
def xlsx_1904(drop):
    import datetime as dt

    def change(written, sheet):
        for i, cells in enumerate(ROWS[1:], 1):
            sheet.write_number(i, 4, (dt.date.fromisoformat(cells[4]) - dt.date(1904, 1, 1)).days)

    put(drop, book(change=change, date_1904=True))


@kind("a percent sign is part of a value: 4500% is no 45", quarantined={"CV-014": 1}, lost={"labs": [",".join(ROWS[1])]})
def xlsx_percentages(drop):
    put(drop, book(change=lambda written, sheet: sheet.write_number(1, 2, 45, written.add_format({"num_format": "0%"}))))


@kind(
    "a sign of a limit that a number's format shows is part of it: 60500 shown as >60500, and 45 shown as <45",
    read_besides={"labs": ["00000001,AST,<45,U/L,2023-01-09"]},
    lost={"labs": ["00000001,AST,45,U/L,2023-01-09"]},
)
def xlsx_limits_as_formats(drop):
    def write(written, sheet):
        sheet.write_number(1, 2, 45, written.add_format({"num_format": '"<"0'}))
        sheet.write_number(3, 2, 60500, written.add_format({"num_format": "\\>0"}))

    put(drop, book(change=write))


@kind(
    "so it is of OpenDocument, which stores what is shown",
    read_besides={"labs": ["00000001,AST,<45,U/L,2023-01-09"]},
    lost={"labs": ["00000001,AST,45,U/L,2023-01-09"]},
)
def ods_limits_as_formats(drop):
    cells = [[ods_cell("string", "", text.replace(">", "&gt;")) for text in line] for line in ROWS]
    cells[1][2], cells[3][2] = ods_cell("float", "45", "&lt;45.0"), ods_cell("float", "60500", "&gt; 60,500")
    put(drop, ods(ods_table("labs", *(ods_row(*line) for line in cells))), "labs.ods")


@kind("a cell of two values: which counts is not known", refused=DAMAGED)
def xlsx_value_twice(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b"</v>", b"</v><v>0</v>", 1))))


@kind(
    "two results in one cell, one above the other, are two and no thousand",
    quarantined={"CV-016": 1},
    lost={"labs": ["00000001,AFP,>60500,ng/mL,2023-01-09"]},
)
def xlsx_two_results_in_a_cell(drop):
    put(drop, book(change=lambda written, sheet: sheet.write_string(3, 2, "45\n120")))


@kind("an error of a formula is no value", quarantined={"CV-016": 1}, lost={"labs": [",".join(ROWS[1])]})
def xlsx_error_cells(drop):
    put(drop, book(change=lambda written, sheet: sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")))
