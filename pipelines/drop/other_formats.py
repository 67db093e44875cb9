"""What a file may be that is not read, by its bytes: so that the sentence names it and says what to send in its place."""

import re

from pipelines.drop.encodings import is_ebcdic

A_TABLE = "send the table itself, as text or as a workbook"
SAVED_AGAIN = "open it in Excel, save it as .xlsx and send that"
DECRYPTED = "decrypt it and send the table itself"
THE_FILE = "send the file that it leads to"
BY_MARK = {  # by their first bytes; each with what to do about it
    b"%PDF": ("a PDF", A_TABLE),
    b"\x89PNG": ("a picture", A_TABLE),
    b"\xff\xd8\xff": ("a picture", A_TABLE),
    b"\x1f\x8b": ("a file packed by gzip", "let its name end in .gz"),
    b"BZh": ("a file packed by bzip2", "unpack it and send it again"),
    b"\xfd7zXZ": ("a file packed by xz", "unpack it and send it again"),
    b"(\xb5/\xfd": ("a file packed by zstd", "unpack it and send it again"),
    b"7z\xbc\xaf": ("a 7-Zip archive", "unpack it and send it again"),
    b"Rar!": ("a RAR archive", "unpack it and send it again"),
    b"EGGA": ("an EGG archive", "unpack it and send it again"),
    b"ALZ\x01": ("an ALZ archive", "unpack it and send it again"),
    b"-----BEGIN PGP": ("a text that PGP has encrypted", DECRYPTED),
    b"-----BEGIN ": ("a text that is encrypted or signed", DECRYPTED),
    b"Salted__": ("what OpenSSL has encrypted", DECRYPTED),
    b"age-encryption.org/": ("what age has encrypted", DECRYPTED),
    b"\x9b DRMONE": ("what a document protection (DRM) has encrypted", DECRYPTED),
    b"SCDSA00": ("what a document protection (DRM) has encrypted", DECRYPTED),
    b"begin 644 ": ("what uuencode has written for the mail", "send the file itself"),
    b"GIF8": ("a picture", A_TABLE),
    b"II*\x00": ("a picture", A_TABLE),
    b"MM\x00*": ("a picture", A_TABLE),
    b"%!PS": ("a text that is made for a printer", A_TABLE),
    b"{\\rtf": ("a text document", A_TABLE),
    b"HWP Document File": ("a text document of Hangul", A_TABLE),
    b"\x00\x01\x00\x00Standard Jet DB": ("a database of Access", A_TABLE),
    b"\x00\x01\x00\x00Standard ACE DB": ("a database of Access", A_TABLE),
    b"\x03\x01EXPORT:V": ("a dump of a database", A_TABLE),
    b"PGDMP": ("a dump of a database", A_TABLE),
    b"\x00\x00\x02\x00\x06\x04": ("a sheet of Lotus 1-2-3", A_TABLE),
    b"\x00\x00\x1a\x00": ("a sheet of Lotus 1-2-3", A_TABLE),
    b"MZ\x90\x00": ("a program", A_TABLE),
    b"L\x00\x00\x00\x01\x14\x02\x00": ("a shortcut of Windows and not the file", THE_FILE),
    b"[InternetShortcut]": ("a shortcut of Windows and not the file", THE_FILE),
    b"SQLite format 3\x00": ("a database of SQLite", A_TABLE),
    b"$FL2@(#)": ("a file of SPSS", A_TABLE),
    b"$FL3@(#)": ("a file of SPSS", A_TABLE),
    b"ASCII SPSS PORT FILE": ("a file of SPSS", A_TABLE),
    b"<stata_dta>": ("a file of Stata", A_TABLE),
    b"\x00" * 12 + b"\xc2\xea\x81\x60": ("a file of SAS", A_TABLE),
    b"**COMPRESSED** **COMPRESSED**": ("a transport file of SAS", A_TABLE),
    b"RDX3\n": ("a file of R", "send it as Parquet or as text"),
    b"\x89HDF": ("a file of HDF5", "send it as Parquet or as text"),
    b"MATLAB 5.0 MAT-file": ("a file of MATLAB", "send it as Parquet or as text"),
    b"HEADER RECORD*******LIB": ("a transport file of SAS", A_TABLE),
    b"ARROW1": ("an Arrow file", "send it as Parquet or as text"),
    b"\xff\xff\xff\xff": ("an Arrow stream", "send it as Parquet or as text"),
    b"FEA1": ("a Feather file", "send it as Parquet or as text"),
    b"ORC": ("an ORC file", "send it as Parquet or as text"),
    b"Obj\x01": ("an Avro file", "send it as Parquet or as text"),
    b"\x80\x04\x95": ("a pickle of Python", "send it as Parquet or as text"),
    b"ID;P": ("a sheet in SYLK", SAVED_AGAIN),
    b"TABLE\r\n0,1": ("a sheet in DIF", SAVED_AGAIN),
    b"TABLE\n0,1": ("a sheet in DIF", SAVED_AGAIN),
    b"socialcalc:version:": ("a sheet of EtherCalc", SAVED_AGAIN),
    b"INSERT INTO ": ("statements of a database", A_TABLE),
    b"CREATE TABLE ": ("statements of a database", A_TABLE),
    b"-- MySQL dump": ("statements of a database", A_TABLE),
    b"--\n-- PostgreSQL database dump": ("statements of a database", A_TABLE),
    b"-[ RECORD 1 ]": ("records one below the other, each line of one cell", "export it as a table, with a row for each record"),
    b"*************************** 1. row": (
        "records one below the other, each line of one cell",
        "export it as a table, with a row for each record",
    ),
    b"From: ": ("a mail", "send the file that is attached to it"),
    b"Received: ": ("a mail", "send the file that is attached to it"),
    b"Return-Path: ": ("a mail", "send the file that is attached to it"),
    b"HTTP/1.": ("an answer of a web server", A_TABLE),
    b"MSH|": ("messages of HL7", A_TABLE),
    b"version https://git-lfs": ("a pointer of Git LFS and not the file", "fetch the file itself and send that"),
    b"MIME-Version:": ("a web archive", "open it in Excel, save it as .xlsx and send that"),
}
BY_MARK_WITHIN = (
    (128, b"DICM", "an image of DICOM", A_TABLE),
    (257, b"ustar", "a TAR archive", "unpack it and send it again"),
    (8, b"DUCK", "a database of DuckDB", A_TABLE),
)
DBASE_HEAD = 32  # bytes
DBASE = (b"\x03", b"\x30", b"\x83", b"\x8b", b"\xf5")
OLD_STATA = re.compile(rb"[\x69-\x73][\x01\x02]\x01\x00")
LISTS_OF_PYTHON = re.compile(rb"([\[(]'[^\r\n]*[\])],?\r?\n){2}")
CHANGES = re.compile(rb"--- [^\n]+\n\+\+\+ [^\n]+\n@@ ")
CONFLICT = (b"\n<<<<<<< ", b"\n=======", b"\n>>>>>>> ")
ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
LETTERS = 20  # that base64 has at least; a line of one letter is none
BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{60,}+\r?\n?)+[A-Za-z0-9+/]*={0,2}\s*")
CONTROL = re.compile(rb"[\x04-\x08\x10-\x1a\x1c-\x1f]")  # of no text: 00 is of UTF-16, 01 to 03 of Hive, 0e, 0f and 1b of seven bits
MOST_CONTROL = 0.02


def find_other_format(data: bytes) -> tuple[str, str] | None:
    """Return what a file holds, and what to do about it, if it is of a format that is not read; None where it may be read."""
    head = data[:4096]
    for start, (what, remedy) in BY_MARK.items():
        if data.startswith(start):
            return what, remedy
    for place, mark, what, remedy in BY_MARK_WITHIN:
        if data[place : place + len(mark)] == mark:
            return what, remedy
    if (
        len(head) > DBASE_HEAD
        and head[:1] in DBASE
        and 1 <= head[2] <= 12
        and 1 <= head[3] <= 31
        and int.from_bytes(head[8:10], "little") % 32 in (1, 8)  # Visual FoxPro has 263 bytes more
    ):
        return "a table of dBase", A_TABLE
    if OLD_STATA.match(head):
        return "a file of Stata", A_TABLE
    if LISTS_OF_PYTHON.match(head):
        return "lists as Python writes them", "send it as text with a delimiter, as its csv module or pandas writes it"
    if CHANGES.match(head) or all(mark in data for mark in CONFLICT):
        return "changes of a file, or two versions of its rows", "send the one that is right"
    if data.startswith(ZLIB) and int.from_bytes(data[:2]) % 31 == 0 and not head.isascii():
        return "a file packed by zlib", "send it unpacked, or packed by gzip"
    if len(set(head)) > LETTERS and BASE64.fullmatch(head if len(data) > len(head) else data):
        return "a file that is written in base64 for the mail", "send the file itself"
    if 20 * head.count(0) < len(head) and not is_ebcdic(head) and len(CONTROL.findall(head)) > MOST_CONTROL * len(head):
        return "no text and no format that is read; it may be packed or encrypted", A_TABLE
    return None
