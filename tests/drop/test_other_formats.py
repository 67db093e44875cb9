"""A file of a format that is not read is called what it is, whatever its name, and the sentence says what to send in its place."""

import io
import struct
import zipfile

import pytest

from pipelines.drop.content import Content, find_content
from pipelines.drop.sheet import UnreadableDrop

JUNK = bytes(range(256)) * 4
HEADER = b"patient_id,test,value\n"


def archive(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in members:
            packed.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("extension", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"HWP Document File V3.00 \x1a\x01" + JUNK, "a text document of Hangul"),
        (archive(("mimetype", b"application/hwp+zip"), ("Contents/content.hpf", b"<x/>")), "a text document of Hangul"),
        (b'<?xml version="1.0"?><HWPML Version="2.8"><HEAD></HEAD></HWPML>', "a text document of Hangul"),
        (archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<x/>")), "a text document or slides"),
        (archive(("[Content_Types].xml", b"<Types/>"), ("visio/document.xml", b"<x/>")), "a text document or slides"),
        (archive(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")), "a text document or slides"),
        (archive(("mimetype", b"application/epub+zip"), ("OEBPS/a.xhtml", b"<x/>")), "a text document or slides"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00" + JUNK, "a database of Access"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00" + JUNK, "a database of Access"),
        (bytes(8) + b"DUCK" + JUNK, "a database of DuckDB"),
        (b"\x03\x7b\x01\x09" + struct.pack("<IHH", 6, 97, 40) + bytes(90) + b" 00000001 45" * 9, "a table of dBase"),
        (b"\x30\x11\x02\x13" + struct.pack("<IHH", 6, 456, 35) + bytes(444) + b" 00000001 45" * 9, "a table of dBase"),  # Visual FoxPro
        (b"ID;PCALCOOO32\nC;X1;Y1;K45\n", "a sheet in SYLK"),
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "a sheet in DIF"),
        (b"socialcalc:version:1.5\ncell:A1:t:patient_id\n", "a sheet of EtherCalc"),
        (b"\x72\x02\x01\x00\x05\x00" + bytes(300), "a file of Stata"),
        (b"ASCII SPSS PORT FILE" + b" " * 200, "a file of SPSS"),
        (b"RDX3\nX\n" + JUNK, "a file of R"),
        (b"\x89HDF\r\n\x1a\n" + JUNK, "a file of HDF5"),
        (bytes(128) + b"DICM" + JUNK, "an image of DICOM"),
        (b"GIF89a" + JUNK, "a picture"),
        (b"\x00\x00\x02\x00\x06\x04\x06\x00" + bytes(300), "a sheet of Lotus 1-2-3"),
        (b"MZ\x90\x00" + JUNK, "a program"),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + JUNK, "a shortcut of Windows and not the file"),
        (b"[InternetShortcut]\r\nURL=file:///C:/labs.csv\r\n", "a shortcut of Windows and not the file"),
        (b"PGDMP\x01\x0e" + JUNK, "a dump of a database"),
        (b"-- MySQL dump 10.13\n--\nCREATE TABLE `labs` (\n", "statements of a database"),
        (b"CREATE TABLE labs (patient_id TEXT);\n", "statements of a database"),
        (b"-[ RECORD 1 ]-\npatient_id | 1\n", "records one below the other"),
        (b"*************************** 1. row ***************************\npatient_id: 1\n", "records one below the other"),
        (b"From: a@example.org\nSubject: labs\n\nplease find attached\n", "a mail"),
        (b"HTTP/1.1 500 Internal Server Error\r\n\r\nfailed\r\n", "an answer of a web server"),
        (b"['patient_id', 'test']\n['1', 'AST']\n", "lists as Python writes them"),
        (b"('patient_id', 'test'),\n('1', 'AST'),\n", "lists as Python writes them"),
        (b"<ROWSET><ROW><PATIENT_ID>1</PATIENT_ID></ROW></ROWSET>\n", "XML of a kind that is not read"),
        (b"--- labs.csv\n+++ labs.csv\n@@ -1 +1 @@\n" + HEADER, "changes of a file, or two versions"),
        (HEADER + b"<<<<<<< a\n1,AST,45\n=======\n1,AST,54\n>>>>>>> b\n", "changes of a file, or two versions"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_format_that_is_not_read_is_named(data, what, extension):
    with pytest.raises(UnreadableDrop) as caught:
        find_content(data, f"labs{extension}", extension)
    assert caught.value.wrong.startswith(f"it holds {what}")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (HEADER, Content.TEXT),
        (b"\x03", Content.TEXT),
        (b"0\x01\x01", Content.TEXT),
        (b"From,To\n1,2\n", Content.TEXT),
        (b"BMI,height\n21,170\n", Content.TEXT),
        ("('환자번호')\n1\n".encode(), Content.TEXT),
        (b"<patient_id>,<test>\n1,AST\n", Content.TEXT),
        (HEADER + b"1,=======,\n", Content.TEXT),
        (b"<script>x</script><table></table>", Content.HTML),
        (b"<p>Results</p><table></table>", Content.HTML),
        (archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")), Content.ODS),
    ],
)
def test_what_only_begins_like_one_is_read(data, content):
    assert find_content(data, "labs.csv", ".csv") is content
