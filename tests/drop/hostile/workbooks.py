"""Workbooks: Excel of all ages, OpenDocument, and what is only named so."""

import io
import re
import zipfile

import xlsxwriter

from tests.drop.hostile.archives import LABS, instead_of_labs
from tests.drop.hostile.kind import kind
from tests.drop.workbooks.other_workbooks import (
    cell,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    packed,
    row,
    spreadsheetml,
    wide,
    xls,
    xls_cell,
    xlsb,
)

ROWS = [line.split(",") for line in LABS.decode().splitlines()]
SHEET, STRINGS, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
OUTSIDE = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
NO_ENTITIES = r"labs\* \(file \d\): it declares entities, which no workbook needs"
DAMAGED = r"labs\* \(file \d\): it is damaged or truncated"
BLANK_ROW = b"<row r='%d' s='1' customFormat='1'/>"


def book(rows=None, change=None, **more) -> bytes:
    """Return the laboratory results as .xlsx, all text; `change(book, sheet)` may add to it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **more}) as written:
        sheet = written.add_worksheet("labs")
        for i, cells in enumerate(ROWS if rows is None else rows):
            for j, text in enumerate(cells):
                sheet.write_string(i, j, text)
        if change:
            change(written, sheet)
    return buffer.getvalue()


def edited(data: bytes, *parts: tuple[str, object], packing=zipfile.ZIP_DEFLATED) -> bytes:
    """Return a workbook with parts changed by functions, left out by None, or added or replaced by bytes."""
    changes = dict(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        whole = {name: old.read(name) for name in old.namelist()}
    for name, change in changes.items():
        whole[name] = change(whole[name]) if callable(change) else change
    return packed({name: content for name, content in whole.items() if content is not None})


def put(drop, data: bytes, name: str = "labs.xlsx") -> None:
    instead_of_labs(drop, name, data)


def behind_declaration(what: bytes):
    return lambda xml: xml.replace(b"?>", b"?>" + what, 1)


# --- XML that is made to do harm


@kind("no part of a workbook may declare entities: nothing is expanded", refused=NO_ENTITIES)
def xlsx_entity_expansion(drop):
    put(drop, edited(book(), (SHEET, lambda xml: behind_declaration(ENTITIES)(xml).replace(b"<v>0</v>", b"<v>&c;</v>", 1))))


@kind("nor may its shared texts", refused=NO_ENTITIES)
def xlsx_entity_in_shared_strings(drop):
    put(drop, edited(book(), (STRINGS, lambda xml: behind_declaration(ENTITIES)(xml).replace(b"AST", b"&c;", 1))))


@kind("nor may the part that lists its sheets", refused=NO_ENTITIES)
def xlsx_entity_in_workbook_part(drop):
    put(drop, edited(book(), (BOOK, behind_declaration(ENTITIES))))


@kind("nor may its relationships", refused=NO_ENTITIES)
def xlsx_entity_in_relationships(drop):
    put(drop, edited(book(), (RELATIONS, behind_declaration(ENTITIES))))


@kind("nor may its styles", refused=NO_ENTITIES)
def xlsx_entity_in_styles(drop):
    put(drop, edited(book(), (STYLES, behind_declaration(ENTITIES))))


@kind("a part that says nothing of cells is not read", read_besides={})
def xlsx_entity_in_theme(drop):
    put(drop, edited(book(), ("xl/theme/theme1.xml", behind_declaration(ENTITIES))))


@kind("no file of the machine is read into a cell", refused=NO_ENTITIES)
def xlsx_xxe_file(drop):
    put(drop, edited(book(), (STRINGS, lambda xml: behind_declaration(OUTSIDE)(xml).replace(b"AST", b"&a;", 1))))


@kind("entities of OpenDocument are no better", refused=NO_ENTITIES)
def ods_entity(drop):
    text = ods(ods_table("labs", *ods_rows()))
    put(drop, edited(text, ("content.xml", lambda xml: ENTITIES + xml)), "labs.ods")


@kind("nor are those of an XML spreadsheet", refused=NO_ENTITIES)
def xml_2003_entity(drop):
    put(drop, spreadsheetml(xml_2003_sheet()).replace(b"<Workbook", ENTITIES + b"<Workbook", 1), "labs.xls")


@kind("an element in an element, a hundred thousand times: no cell is in there", refused=DAMAGED)
def xlsx_nested_without_end(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b"<row>" * 100_000, 1))))


# --- size


@kind("rows that are only formatted are nothing")
def xlsx_1m_blank_formatted_rows(drop):
    rows = b"".join(BLANK_ROW % number for number in range(8, 1_048_577))
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>", 1))))


@kind("cells that are only formatted are nothing")
def xlsx_2m_blank_formatted_cells(drop):
    cells = (
        b"<row r='%d'>%s</row>" % (row, b"".join(b'<c r="%c%d" s="1"/>' % (c, row) for c in b"ABCDEFGHIJ")) for row in range(8, 200_008)
    )
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b"</sheetData>", b"".join(cells) + b"</sheetData>", 1))))


def stray(row: int, column: int, text: str = " "):
    return book(change=lambda written, sheet: sheet.write_string(row - 1, column - 1, text))


@kind("a blank in the last cell there is makes no rectangle")
def xlsx_last_cell_xfd1048576(drop):
    put(drop, stray(1_048_576, 16_384))


@kind("a blank in the last row makes no rows")
def xlsx_stray_a1048576(drop):
    put(drop, stray(1_048_576, 1))


@kind("a blank in the last column makes no columns")
def xlsx_stray_xfd2000(drop):
    put(drop, stray(2000, 16_384))


@kind("a blank far away is nothing")
def xlsx_stray_zz100000(drop):
    put(drop, stray(100_000, 702))


@kind("a word far away is a row without a patient, and nothing more", quarantined={"CV-007": 1, "CV-029": 2})
def xlsx_word_in_the_last_cell(drop):
    put(drop, stray(1_048_576, 16_384, "x"))


@kind("a part that no sheet leads to is not unpacked")
def xlsx_zip_bomb_part(drop):
    put(drop, edited(book(), ("xl/media/image1.png", b"\0" * 300_000_000)))


TOO_LARGE = r"labs\* \(file \d\): it unpacks to [\d,]+ MB, more than a sheet of its size can hold"


@kind("a sheet that unpacks to more than a sheet holds is refused before it is unpacked", refused=TOO_LARGE)
def xlsx_zip_bomb_sheet(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml + b" " * 300_000_000)))


@kind("so are texts", refused=TOO_LARGE)
def xlsx_zip_bomb_shared_strings(drop):
    put(drop, edited(book(), (STRINGS, lambda xml: xml + b" " * 300_000_000)))


@kind("so is the content of OpenDocument", refused=TOO_LARGE)
def ods_zip_bomb(drop):
    put(drop, edited(ods(ods_table("labs", *ods_rows())), ("content.xml", lambda xml: xml + b" " * 300_000_000)), "labs.ods")


@kind("so is a sheet of a binary workbook", refused=TOO_LARGE)
def xlsb_zip_bomb(drop):
    put(drop, edited(binary(), ("xl/worksheets/sheet1.bin", lambda part: part + b"\0" * 300_000_000)), "labs.xlsb")


@kind("a cell that says it is repeated 17 billion times is refused", refused="it repeats a cell more often than a table does")
def ods_repeats_without_end(drop):
    filled = ods_row(ods_cell("float", "1", more='table:number-columns-repeated="16384"'), repeats=1_048_576)
    put(drop, ods(ods_table("labs", *ods_rows(), filled)), "labs.ods")


@kind("blank cells that are repeated to the end of the sheet are nothing")
def ods_repeats_blanks(drop):
    blank = ods_row(ods_cell(more='table:number-columns-repeated="16384"'), repeats=1_048_000)
    put(drop, ods(ods_table("labs", *ods_rows(), blank)), "labs.ods")


@kind("a cell merged over a million rows is in those that are there")
def xlsx_merged_to_the_end(drop):
    merged = b'</sheetData><mergeCells count="2"><mergeCell ref="D7:D1048576"/><mergeCell ref="F1:XFD1048576"/></mergeCells>'
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b"</sheetData>", merged, 1))))


@kind("20,000 tables, each in a cell of another: the innermost has no known header", refused="labs needs columns")
def html_nested_20000_tables(drop):
    put(drop, ("<table><tr><td>" * 20_000 + "x").encode(), "labs.xls")


@kind("a cell over a billion columns is a cell")
def html_spans_without_end(drop):
    put(
        drop,
        html_of(ROWS)
        .replace("<td>", "<td rowspan=1 colspan=1>")
        .replace("</tr>", "<td colspan=999999999 rowspan=9>\u00a0</td></tr>")
        .encode(),
    )


# --- damage and lies


@kind("a workbook that is cut off is no workbook", refused=DAMAGED)
def xlsx_truncated(drop):
    put(drop, book()[:-200])


@kind("a part whose checksum is wrong is damaged", refused=DAMAGED)
def xlsx_bad_crc(drop):
    data = edited(book())
    at = data.index(b"PK\x01\x02")
    while SHEET.encode() not in data[at : at + 46 + len(SHEET)]:
        at = data.index(b"PK\x01\x02", at + 1)
    put(drop, data[: at + 16] + bytes([data[at + 16] ^ 1]) + data[at + 17 :])


@kind("a workbook without the part that lists its sheets", refused="a part of it is missing")
def xlsx_no_workbook_part(drop):
    put(drop, edited(book(), (BOOK, None)))


@kind("a sheet that is listed and not there", refused="a part of it is missing")
def xlsx_sheet_missing_part(drop):
    put(drop, edited(book(), (SHEET, None)))


@kind("markup that breaks off", refused=DAMAGED)
def xlsx_broken_xml(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml[: len(xml) // 2])))


@kind("a shared text that is not there", refused=DAMAGED)
def xlsx_shared_string_index_out_of_range(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b"<v>0</v>", b"<v>99999</v>", 1))))


@kind("a shared text before the first", refused=DAMAGED)
def xlsx_shared_string_index_negative(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b"<v>0</v>", b"<v>-1</v>", 1))))


@kind("shared texts that are not there", refused=DAMAGED)
def xlsx_no_shared_strings(drop):
    put(drop, edited(book(), (STRINGS, None)))


@kind("relationships that are none", refused=DAMAGED)
def xlsx_rels_junk(drop):
    put(drop, edited(book(), (RELATIONS, b"\xff\x00junk")))


@kind("a sheet whose relationship is not there has no cells", refused="no visible sheet of it holds data")
def xlsx_rels_empty(drop):
    put(drop, edited(book(), (RELATIONS, b"<Relationships/>")))


@kind("a cell beyond the last one", refused=DAMAGED)
def xlsx_cell_beyond_the_sheet(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b'r="E7"', b'r="XFE7"', 1))))


CELL_OF_A_VALUE = re.compile(rb'<c r="C2"[^>]*>.*?</c>')


@kind("a cell that is there twice: which content counts is not known", refused="a cell of it is there twice, with two contents")
def xlsx_cell_twice(drop):
    put(drop, edited(book(), (SHEET, lambda xml: CELL_OF_A_VALUE.sub(rb'\g<0><c r="C2"><v>54</v></c>', xml))))


@kind("a row number that is there twice: one of the rows would be lost", refused="a cell of it is there twice, with two contents")
def xlsx_row_twice(drop):
    put(drop, edited(book(), (SHEET, lambda xml: re.sub(rb'([ABCDE])3"', rb'\g<1>2"', xml).replace(b'<row r="3"', b'<row r="2"'))))


@kind("a row number that is none", refused=DAMAGED)
def xlsx_row_number_junk(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="two"', 1).replace(b"<c ", b"<c cm='1' "))))


@kind("a style that is not there is none")
def xlsx_style_out_of_range(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b't="s"', b's="99999" t="s"'))))


@kind("content types say nothing that is believed")
def xlsx_wrong_content_types(drop):
    put(drop, edited(book(), ("[Content_Types].xml", b"<Types><Default Extension='xml' ContentType='image/png'/></Types>")))


@kind("a part that is there twice counts as the last of them: one sheet, read once")
def xlsx_part_twice(drop):
    buffer = io.BytesIO(book())
    with zipfile.ZipFile(buffer) as archive:
        sheet = archive.read(SHEET)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(SHEET, sheet)
    put(drop, buffer.getvalue())


@kind("a binary workbook that breaks off", refused=DAMAGED)
def xlsb_truncated(drop):
    put(drop, edited(binary(), ("xl/worksheets/sheet1.bin", lambda part: part[:-30])), "labs.xlsb")


@kind("a text that says it is longer than its record", refused=DAMAGED)
def xlsb_text_longer_than_its_record(drop):
    put(drop, xlsb(("labs", 0, row(1) + cell(6, 0, b"\xff\xff\xff\x7f"))), "labs.xlsb")


@kind("an OLE file that is nothing but its head", refused=DAMAGED)
def xls_only_a_head(drop):
    put(drop, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "labs.xls")


@kind("an OLE file of junk", refused=DAMAGED)
def xls_junk(drop):
    put(drop, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40, "labs.xls")


@kind("a text document is no workbook", refused="it holds a text document")
def xls_is_a_document(drop):
    put(drop, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(5000), "labs.xls")


@kind("a workbook with a password", refused=r"labs\* \(file \d\): it is locked with a password; save it without one")
def xlsx_password(drop):
    put(drop, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(5000))


@kind("an OpenDocument spreadsheet with a password", refused="it is locked with a password")
def ods_password(drop):
    put(drop, ods("", manifest="<manifest><encryption-data/></manifest>"), "labs.ods")


@kind("a ZIP archive is no workbook", refused="a part of it is missing")
def xlsx_is_an_archive(drop):
    put(drop, packed({"labs.csv": LABS}))


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
    import re

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


# --- other formats, and what is only named so


def binary(**more) -> bytes:
    cells = [row(i) + b"".join(cell(6, j, wide(text)) for j, text in enumerate(line)) for i, line in enumerate(ROWS, 1)]
    return xlsb(("labs", 0, b"".join(cells)), ("old", 1, row(1) + cell(6, 0, wide("other"))), **more)


def ods_rows():
    return [ods_row(*(ods_cell("string", shown=text.replace(">", "&gt;")) for text in line)) for line in ROWS]


def xml_2003_sheet() -> str:
    rows = ("".join(f'<Cell><Data ss:Type="String">{text.replace(">", "&gt;")}</Data></Cell>' for text in line) for line in ROWS)
    return f'<Worksheet ss:Name="labs"><Table>{"".join(f"<Row>{cells}</Row>" for cells in rows)}</Table></Worksheet>'


def html_of(rows) -> str:
    return "<html><body><table>" + "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in rows) + "</table>"


@kind("a binary workbook")
def xlsb_as_such(drop):
    put(drop, binary(), "labs.xlsb")


def of_excel_97(**more) -> bytes:
    cells = (xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    return xls(("labs", 0, b"".join(cells)), ("old", 2, xls_cell(1, 1, "other")), **more)


@kind("a workbook of Excel 97, with a very hidden sheet")
def xls_as_such(drop):
    put(drop, of_excel_97(), "labs.xls")


@kind("the same where days are counted from 1904, and have no format")
def xls_1904(drop):
    import datetime as dt

    days = [(dt.date.fromisoformat(line[4]) - dt.date(1904, 1, 1)).days for line in ROWS[1:]]
    cells = [xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line[:4] + line[4:] * (i == 1), 1)]
    cells += [xls_cell(i, 5, float(day)) for i, day in enumerate(days, 2)]
    put(drop, xls(("labs", 0, b"".join(cells)), counts_from_1904=True), "labs.xls")


@kind("a workbook of Excel 97 that is cut off in its last cell", refused=DAMAGED)
def xls_truncated(drop):
    cells = b"".join(xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    put(drop, xls(("labs", 0, cells))[:-20], "labs.xls")


@kind("a blank in its last cell makes no rectangle")
def xls_last_cell(drop):
    cells = b"".join(xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    put(drop, xls(("labs", 0, cells + xls_cell(65_536, 256, " "))), "labs.xls")


@kind("an OpenDocument spreadsheet")
def ods_as_such(drop):
    put(drop, ods(ods_table("labs", *ods_rows())), "labs.ods")


@kind("an XML spreadsheet of 2003 under the name of a workbook")
def xml_2003_named_xls(drop):
    put(drop, spreadsheetml(xml_2003_sheet()), "labs.xls")


@kind("a web page under the name of a workbook is read as what it is")
def xlsx_is_html(drop):
    put(drop, html_of(ROWS).encode())


@kind("so it is under an older name, in another encoding, with a script")
def xls_is_html(drop):
    put(drop, html_of(ROWS).replace("<body>", "<body><script>document.write('<table>')</script>결과").encode("cp949"), "labs.xls")


@kind("cells that are never closed end where the next begins")
def html_unclosed(drop):
    put(drop, html_of(ROWS).replace("</td>", "").replace("</tr>", "").encode(), "labs.html")


def page_with(drop, values: dict[str, str]) -> None:
    """Put the laboratory results as a web page, some of their values in other markup."""
    rows = [[values.get(text) or text.replace(">", "&gt;") for text in line] for line in ROWS]
    put(drop, html_of(rows).encode(), "labs.html")


@kind("markup that is opened without end is not looked through again and again", refused="it holds markup that does not end")
def html_opened_without_end(drop):
    put(drop, (html_of(ROWS).replace("</table>", "") + "<a x='" * 100_000).encode(), "labs.html")


@kind("behind a comment that is never closed stands nothing, as in a browser")
def html_comments_never_closed(drop):
    put(drop, (html_of(ROWS) + "<!-- x> " * 200_000).encode(), "labs.html")


@kind("a page says what is to be seen: nothing hidden or struck out, the option that is chosen, what a field or a table in a cell holds")
def html_hidden_struck_and_chosen(drop):
    page_with(
        drop,
        {
            "45": '<span style="display:none">0</span>45<span hidden>9</span>' + f'<i style="{"text-decoration" * 20_000}"></i>',
            "3.9": "<select><option>4</option><option selected>3.9</option></select>",
            ">60500": "&gt;60500<noscript>9</noscript><template>9</template>",
            "61": "<del>16</del>61",
            "139": "<table><tr><td>139</td></tr></table>",
            "0.8": '<input type="hidden" value="9"><input value="0.8">',
        },
    )


VALUES_WITH_MORE = {
    "labs": ["00000001,AST,45,U/L,2023-01-09", "00000002,AST,61,U/L,2023-01-16", "00000002,NA,139,mmol/L,2023-01-16"],
}


@kind("a raised digit is none of the number before it, nor is another paragraph, and a value that is struck out is none",
      quarantined={"CV-016": 3}, lost=VALUES_WITH_MORE)  # fmt: skip
def html_raised_digits(drop):
    page_with(drop, {"45": "45<sup>2</sup>", "61": "<p>6</p>1", "139": "<s>139</s>"})


@kind("so it is in the texts and styles of a workbook, of which what is left beside struck-out text is read",
      quarantined={"CV-016": 3}, lost=VALUES_WITH_MORE)  # fmt: skip
def xlsx_raised_and_struck(drop):
    def change(written, sheet):
        struck = written.add_format({"font_strikeout": True})
        raised, lowered = (written.add_format({"font_script": place}) for place in (1, 2))
        sheet.write_rich_string("C2", "45", raised, "2")
        sheet.write_rich_string("C3", struck, "39", "3.9")
        sheet.write_rich_string("C5", "6", lowered, "1")
        sheet.write_number("C6", 139, struck)

    put(drop, book(change=change))


@kind("a comment on a cell of an XML spreadsheet is none of its text, nor is what is struck out in it")
def xml_2003_comments(drop):
    comment = '<Comment ss:Author="x"><ss:Data><Font>54</Font></ss:Data></Comment>'
    sheet = xml_2003_sheet().replace(">45</Data>", f">45</Data>{comment}").replace(">61</Data>", "><S>16</S><B>61</B></Data>")
    put(drop, spreadsheetml(sheet), "labs.xls")


@kind("a shape on a cell of OpenDocument is none of its text, nor is how it is read aloud, or what is struck out in it")
def ods_ruby_shapes_and_struck(drop):
    rows = "".join(ods_rows())
    rows = rows.replace(">45<", "><text:ruby><text:ruby-base>45</text:ruby-base><text:ruby-text>9</text:ruby-text></text:ruby><")
    rows = rows.replace("<text:p>61<", "<draw:frame xmlns:draw='d'><text:p>54</text:p></draw:frame><text:p>61<")
    rows = rows.replace(">139<", '><text:span text:style-name="T1">193</text:span>139<')
    styles = '<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    put(drop, ods(ods_table("labs", rows), styles), "labs.ods")


@kind("tabbed text under the name of a workbook")
def xls_is_tabbed_text(drop):
    put(drop, LABS.replace(b",", b"\t"), "labs.xls")


@kind("text in UTF-16 under the name of a workbook, as Excel saves it")
def xls_is_unicode_text(drop):
    put(drop, LABS.decode().replace(",", "\t").encode("utf-16"), "labs.xls")


@kind("a picture is no workbook", refused="it holds a picture; send the table itself")
def xlsx_is_a_picture(drop):
    put(drop, b"\x89PNG\r\n\x1a\n" + bytes(1000))


@kind("nor is a PDF", refused="it holds a PDF; send the table itself")
def xlsx_is_a_pdf(drop):
    put(drop, b"%PDF-1.7\n" + bytes(1000))


@kind("nor is a web archive", refused="it holds a web archive; open it in Excel")
def xls_is_a_web_archive(drop):
    put(drop, b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "labs.xls")


@kind("nor are zeros", refused="it is named as a workbook but holds something else")
def xlsx_is_zeros(drop):
    put(drop, bytes(100_000))
