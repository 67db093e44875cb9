"""The laboratory results as workbooks of every format, and what is done to them: what the kinds of hostile workbooks are drawn with."""

import io
import zipfile

import xlsxwriter

from tests.drop.hostile.archives import LABS, instead_of_labs
from tests.drop.workbooks.other_workbooks import (
    cell,
    ods_cell,
    ods_row,
    packed,
    row,
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


def stray(row: int, column: int, text: str = " "):
    return book(change=lambda written, sheet: sheet.write_string(row - 1, column - 1, text))


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


def of_excel_97(**more) -> bytes:
    cells = (xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    return xls(("labs", 0, b"".join(cells)), ("old", 2, xls_cell(1, 1, "other")), **more)
