"""What other programs write: conditional formats and noughts of every format, cells without a column, EBCDIC, sheets of old exchange."""

import struct

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.drawn_workbooks import ROWS, ods_rows, put, xml_2003_sheet
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
    spreadsheetml,
    unpacked,
    wide,
    xls,
    xls_cell,
    xlsb,
)

AST, ALB, AFP, AST_2, NA, TBIL = (line for line in LABS.decode().splitlines()[1:])
A_CONDITION = "a conditional format of it shows some numbers as others than they are, such as limits, or strikes them out; let the cells"
CONFIG = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("config", "office"))


# --- conditional formats


def xlsb_with_condition(code: str) -> bytes:
    """Return a binary workbook of which a condition gives the numbers a format (MS-XLSB 2.4.355, 2.4.21)."""
    cells = b"".join(row(i) + b"".join(cell(6, j, wide(text)) for j, text in enumerate(line)) for i, line in enumerate(ROWS, 1))
    parts = unpacked(xlsb(("labs", 0, cells)))
    format_of_number = struct.pack("<HH", 38, 8 + 2 * len(code)) + wide(code)
    conditional = record(507, struct.pack("<HHH", 0, 0, 1) + format_of_number)
    rule = record(463, struct.pack("<8IH", 1, 5, 0, 1, 5, 0, 0, 0, 0))
    sheet, styles = "xl/worksheets/sheet1.bin", "xl/styles.bin"
    parts[sheet] = parts[sheet].replace(record(146), record(146) + record(461, bytes(28)) + rule + record(464) + record(462))
    parts[styles] = parts[styles].replace(record(279), record(505, struct.pack("<I", 1)) + conditional + record(506) + record(279))
    return packed(parts)


@kind("a condition of a binary workbook may show numbers as limits", refused=A_CONDITION)
def xlsb_limit_by_condition(drop):
    put(drop, xlsb_with_condition('">"0'), "labs.xlsb")


@kind("one that gives them a unit is looks")
def xlsb_looks_by_condition(drop):
    put(drop, xlsb_with_condition('0.0" U/L"'), "labs.xlsb")


def xls_with_condition(code: str, *, kind: int = 0x01B1) -> bytes:
    """Return a workbook of Excel 97 of which a condition, or one of a newer kind, gives the numbers a format (MS-XLS 2.4.42, 2.4.43)."""
    cells = b"".join(xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    own = struct.pack("<IH", 1 << 25, 1) + struct.pack("<HHB", 5 + len(code), len(code), 0) + code.encode()
    before = struct.pack("<BBHH", 1, 5, 3, 0)
    body = before + own if kind == 0x01B1 else bytes(12) + before + struct.pack("<I", len(own)) + own
    ranges = biff(0x01B0, struct.pack("<HH4HH4H", 1, 2, 1, 6, 2, 2, 1, 1, 6, 2, 2))
    return xls(("labs", 0, cells + ranges + biff(kind, body + b"\x1e\x05\x00")))


@kind("so may one of a workbook of Excel 97", refused=A_CONDITION)
def xls_limit_by_condition(drop):
    put(drop, xls_with_condition('">"0'), "labs.xls")


@kind("or one of a newer kind in it", refused=A_CONDITION)
def xls_limit_by_newer_condition(drop):
    put(drop, xls_with_condition('">"0', kind=0x087A), "labs.xls")


@kind("where it gives them a unit, the workbook is not damaged")
def xls_looks_by_condition(drop):
    put(drop, xls_with_condition('0.0" U/L"'), "labs.xls")


@kind("so may one of OpenDocument, by the style that it gives to a cell", refused=A_CONDITION)
def ods_limit_by_condition(drop):
    rule = '<table:condition table:apply-style-name="Limit" table:value="&gt;10"/>'
    parts = unpacked(ods(ods_table("labs", *ods_rows(), rule)))
    number = '<style:number-style style:name="N120"><style:text>&gt;</style:text><style:number/></style:number-style>'
    style = '<style:style style:name="Limit" style:family="table-cell" style:data-style-name="N120"/>'
    space = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    put(drop, packed(parts | {"styles.xml": f"<styles {space}>{number}{style}</styles>"}), "labs.ods")


@kind("and one of an XML spreadsheet", refused=A_CONDITION)
def xml_2003_limit_by_condition(drop):
    condition = b"<Condition><Format Style='mso-number-format:&quot;\\0022&gt;\\00220&quot;'/></Condition></Table>"
    put(drop, spreadsheetml(xml_2003_sheet()).replace(b"</Table>", condition), "labs.xls")


# --- noughts that a view of OpenDocument does not show


def ods_without_noughts(of_table: str) -> bytes:
    rows = [[ods_cell("string", shown=text.replace(">", "&gt;")) for text in line] for line in ROWS]
    rows[1][2] = ods_cell("float", "0", "0")
    item = '<config:config-item config:name="ShowZeroValues">false</config:config-item>'
    entry = f'<config:config-item-map-entry config:name="{of_table}">{item}</config:config-item-map-entry>'
    view = f"<config:config-item-map-entry>{entry if of_table else item}</config:config-item-map-entry>"
    parts = unpacked(ods(ods_table("labs", *(ods_row(*line) for line in rows))))
    return packed(parts | {"settings.xml": f"<settings {CONFIG}>{view}</settings>"})


@kind("a nought that a view of OpenDocument does not show may be that of a blank cell", **lost(AST))
def ods_noughts_not_shown(drop):
    put(drop, ods_without_noughts(""), "labs.ods")


@kind("so it is in the one table whose view shows none", **lost(AST))
def ods_noughts_of_a_table_not_shown(drop):
    put(drop, ods_without_noughts("labs"), "labs.ods")


@kind("a million blanks that are said by their number are no text", refused="it repeats blanks more often than a table does")
def ods_blanks_without_end(drop):
    rows = [[ods_cell("string", shown=text.replace(">", "&gt;")) for text in line] for line in ROWS]
    rows[6][4] = ods_cell("string", shown="2023-01-20" + '<text:s text:c="1000"/>' * 300_000)
    put(drop, ods(ods_table("labs", *(ods_row(*line) for line in rows))), "labs.ods")


# --- cells, numbers and texts as other programs write them


@kind("cells of a binary workbook that have no column stand behind the one before, as libraries of web programs write them")
def xlsb_cells_without_column(drop):
    first = [row(i) + cell(6, 0, wide(line[0])) for i, line in enumerate(ROWS, 1)]
    others = [b"".join(record(17, bytes(4) + wide(text)) for text in line[1:]) for line in ROWS]
    put(drop, xlsb(("labs", 0, b"".join(map(bytes.__add__, first, others)))), "labs.xlsb")


@kind(
    "text of a mainframe is named as such",
    refused="it is in EBCDIC, the code of mainframes; let the transfer turn it into text, or say its",
)
def csv_ebcdic(drop):
    drop.write("labs", LABS.decode().encode("cp037"))


@kind("so it is with the end of a line that mainframes use", refused="it is in EBCDIC, the code of mainframes")
def csv_ebcdic_of_lines(drop):
    drop.write("labs", LABS.decode().replace("\n", "\x85").encode("cp037"))


@kind("where the settings say its encoding, it is read")
def csv_ebcdic_declared(drop):
    drop.set("[sources.emr.tables.labs]\n", '[sources.emr.tables.labs]\nencoding = "cp037"\n')
    drop.write("labs", LABS.decode().replace("\n", "\x85").encode("cp037"))


@kind(
    "a word of two Korean syllables may be two accented letters as well",
    refused='text in UTF-8 and in CP949 as well; say which, encoding = "cp949"',
)
def csv_korean_that_is_utf8(drop):
    lines = LABS.decode().splitlines()
    drop.write("labs", "\n".join([lines[0] + ",comment", *(line + ",처치" for line in lines[1:])]).encode("cp949") + b"\n")


@kind("a sheet in SYLK is named as such", refused="it holds a sheet in SYLK; open it in Excel")
def sylk_named_csv(drop):
    drop.write("labs", "ID;PCALCOOO32\n" + "".join(f'C;X1;Y{i};K"{text}"\n' for i, text in enumerate(LABS.decode().split(","), 1)) + "E\n")


@kind("so is one in DIF", refused="it holds a sheet in DIF; open it in Excel")
def dif_named_csv(drop):
    drop.write("labs", 'TABLE\n0,1\n"EXCEL"\nVECTORS\n0,7\n""\nDATA\n0,0\n""\n' + LABS.decode())
