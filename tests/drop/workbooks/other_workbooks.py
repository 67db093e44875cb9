"""Writes workbooks in the formats for which the packages of the tests have no writer."""

import io
import struct
import zipfile

ODS_SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, str | bytes]:
    """Return the parts of a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ods(tables: str, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return an OpenDocument spreadsheet of its tables in XML."""
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"<office:document-content {ODS_SPACES}>{styles}{body}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_table(name: str, *rows: str, style: str = "") -> str:
    """Return a table of OpenDocument from its rows in XML."""
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def ods_row(*cells: str, repeats: int = 1) -> str:
    """Return a row of OpenDocument from its cells in XML."""
    return f'<table:table-row table:number-rows-repeated="{repeats}">{"".join(cells)}</table:table-row>'


def ods_cell(kind: str = "", value: str = "", shown: str = "", more: str = "") -> str:
    """Return a cell of OpenDocument with its kind and value, and with what it shows."""
    attribute = {"": "", "string": "", "date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    typed = f'office:value-type="{kind}"' if kind else ""
    stored = f'office:{attribute}="{value}"' if attribute else ""
    return f"<table:table-cell {typed} {stored} {more}>{shown and f'<text:p>{shown}</text:p>'}</table:table-cell>"


def spreadsheetml(worksheets: str, styles: str = "", settings: str = "") -> bytes:
    """Return an XML spreadsheet of Excel 2003."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="{space}" xmlns:ss="{space}" xmlns:x="urn:schemas-microsoft-com:office:excel">
<x:ExcelWorkbook>{settings}</x:ExcelWorkbook><Styles>{styles}</Styles>{worksheets}</Workbook>""".encode()


def record(kind: int, body: bytes = b"") -> bytes:
    """Return one record of a binary workbook (MS-XLSB 2.1.4)."""
    return _seven_bits(kind) + _seven_bits(len(body)) + body


def _seven_bits(number: int) -> bytes:
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def wide(text: str) -> bytes:
    """Return a text with its length before it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    """Return the record of a cell."""
    return record(kind, struct.pack("<II", column, style) + value)


def xlsb(*sheets: tuple[str, int, bytes], strings: tuple[str, ...] = (), formats: tuple[str, ...] = (), flags: int = 0) -> bytes:
    """Return a binary workbook: name, state (0 visible, 1 hidden, 2 very hidden) and cells of each sheet."""
    names = [record(156, struct.pack("<II", state, i) + wide(f"rId{i}") + wide(name)) for i, (name, state, _) in enumerate(sheets, 1)]
    codes = [record(44, struct.pack("<H", 164 + i) + wide(code)) for i, code in enumerate(formats)]
    styles = [record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, *range(164, 164 + len(formats)))]
    links = [
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.bin"/>' for i in range(1, len(sheets) + 1)
    ]
    links += [f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.bin"/>' for kind in ("sharedStrings", "styles")]
    main = f'<Relationships><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    properties = record(153, struct.pack("<III", flags, 0, 0))
    counts = struct.pack("<II", len(strings), len(strings))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": main,
        "xl/workbook.bin": b"".join((record(131), properties, record(143), *names, record(144), record(132))),
        "xl/_rels/workbook.bin.rels": f"<Relationships>{''.join(links)}</Relationships>",
        "xl/sharedStrings.bin": b"".join((record(159, counts), *(record(19, b"\x00" + wide(text)) for text in strings), record(160))),
        "xl/styles.bin": b"".join(
            (record(278), record(615, _count(codes)), *codes, record(616), record(617, _count(styles)), *styles, record(618), record(279))
        ),
    }
    before = record(129) + record(148, bytes(16)) + record(145)
    return packed(
        parts | {f"xl/worksheets/sheet{i}.bin": before + body + record(146) + record(130) for i, (_, _, body) in enumerate(sheets, 1)}
    )


def _count(records: list[bytes]) -> bytes:
    return struct.pack("<I", len(records))


def row(number: int) -> bytes:
    """Return the record that opens a row, counted from 1."""
    return record(0, struct.pack("<I", number - 1) + bytes(13))


def xls(*sheets: tuple[str, int, bytes], formats: tuple[str, ...] = (), counts_from_1904: bool = False) -> bytes:
    """Return a workbook of Excel 97 without its OLE file around it: name, state (0 visible, 1 hidden) and cells of each sheet.

    The records are those of MS-XLS 2.4.
    """
    codes = [biff(0x041E, struct.pack("<H", 164 + i) + _text(code)) for i, code in enumerate(formats)]
    styles = [biff(0x00E0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, *range(164, 164 + len(formats)))]
    system = biff(0x0022, struct.pack("<H", counts_from_1904))
    before = _begin(0x0005) + system + b"".join((*codes, *styles))
    length = len(before) + sum(len(biff(0x0085, bytes(8) + name.encode("utf-16-le"))) for name, *_ in sheets) + 4
    names, parts = b"", b""
    for name, state, body in sheets:
        shown = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
        names += biff(0x0085, struct.pack("<IBB", length + len(parts), state, 0) + shown)
        parts += _begin(0x0010) + body + biff(0x000A)
    return before + names + biff(0x000A) + parts


def xls_cell(row: int, column: int, value: str | float, style: int = 0) -> bytes:
    """Return the record of a cell, its row and column counted from 1."""
    place = struct.pack("<HHH", row - 1, column - 1, style)
    return biff(0x0204, place + _text(value)) if isinstance(value, str) else biff(0x0203, place + struct.pack("<d", value))


def xls_merged(first: int, last: int, column: int) -> bytes:
    """Return the record that merges cells of a column."""
    return biff(0x00E5, struct.pack("<5H", 1, first - 1, last - 1, column - 1, column - 1))


def _begin(kind: int) -> bytes:
    return biff(0x0809, struct.pack("<4H", 0x0600, kind, 0x0DBB, 0x07CC) + bytes(8))


def biff(kind: int, body: bytes = b"") -> bytes:
    """Return one record of a workbook of Excel 97 (MS-XLS 2.1.4)."""
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
