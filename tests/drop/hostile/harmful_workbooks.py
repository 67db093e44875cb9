"""Workbooks that are made to do harm, without end, damaged, or not what they say."""

import io
import re
import zipfile

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.drawn_workbooks import (
    BLANK_ROW,
    BOOK,
    DAMAGED,
    ENTITIES,
    NO_ENTITIES,
    OUTSIDE,
    RELATIONS,
    ROWS,
    SHEET,
    STRINGS,
    STYLES,
    behind_declaration,
    binary,
    book,
    edited,
    html_of,
    ods_rows,
    put,
    stray,
    xml_2003_sheet,
)
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
    xlsb,
)

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


@kind("a sheet that is filled to its last column but few")
def xlsx_16000_columns(drop):
    put(drop, book([line + [f"h{i}" if line is ROWS[0] else "x" for i in range(16_000)] for line in ROWS]))


@kind("merged cells are looked for column by column")
def xlsx_100000_merged_cells(drop):
    merged = "".join(f"<mergeCell ref='A{row}:A{row + 1}'/>" for row in range(10, 200_010, 2))
    wide = book([line + [f"h{i}" if line is ROWS[0] else "x" for i in range(3000)] for line in ROWS])
    put(drop, edited(wide, (SHEET, lambda xml: xml.replace(b"</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>".encode()))))


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
