"""What a file is, by its bytes: extensions are often wrong, and only decide where the content leaves it open."""

import io
import json
import re
import zipfile
from enum import Enum

from pipelines.drop.sheet import UnreadableDrop


class Content(Enum):
    """The formats that are read."""

    TEXT = "delimited text"
    JSON = "JSON"
    PARQUET = "Parquet"
    XLSX = "a workbook of XML"
    XLSB = "a binary workbook"
    XLS = "a workbook of Excel 97"
    ODS = "an OpenDocument spreadsheet"
    HTML = "a web page"
    XML_2003 = "an XML spreadsheet of Excel 2003"


WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
JSON_NAMES = (".ndjson", ".jsonl", ".json")
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
LOCKED = "it is locked with a password"
A_TABLE = "send the table itself, as text or as a workbook"
DECRYPTED = "decrypt it and send the table itself"
NOT_READ = {  # by their first bytes; each with what to do about it
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
    b"{\\rtf": ("a text document", A_TABLE),
    b"SQLite format 3\x00": ("a database of SQLite", A_TABLE),
    b"$FL2@(#)": ("a file of SPSS", A_TABLE),
    b"$FL3@(#)": ("a file of SPSS", A_TABLE),
    b"<stata_dta>": ("a file of Stata", A_TABLE),
    b"\x00" * 12 + b"\xc2\xea\x81\x60": ("a file of SAS", A_TABLE),
    b"HEADER RECORD*******LIB": ("a transport file of SAS", A_TABLE),
    b"ARROW1": ("an Arrow file", "send it as Parquet or as text"),
    b"\xff\xff\xff\xff": ("an Arrow stream", "send it as Parquet or as text"),
    b"FEA1": ("a Feather file", "send it as Parquet or as text"),
    b"ORC": ("an ORC file", "send it as Parquet or as text"),
    b"Obj\x01": ("an Avro file", "send it as Parquet or as text"),
    b"\x80\x04\x95": ("a pickle of Python", "send it as Parquet or as text"),
    b"INSERT INTO ": ("statements of a database", A_TABLE),
    b"MSH|": ("messages of HL7", A_TABLE),
    b"version https://git-lfs": ("a pointer of Git LFS and not the file", "fetch the file itself and send that"),
    b"MIME-Version:": ("a web archive", "open it in Excel, save it as .xlsx and send that"),
}
RAW_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")  # Excel before 97 without OLE
WEB = re.compile(
    r"(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*+<(!doctype\s+html|html|head|meta|body|table|style|div|center)\b", re.IGNORECASE | re.DOTALL
)
OBJECT = re.compile(r"^\s*[\x1e{\[]", re.MULTILINE)
ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
LETTERS = 20  # that base64 has at least; a line of one letter is none
BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{60,}+\r?\n?)+[A-Za-z0-9+/]*={0,2}\s*")
CONTROL = re.compile(rb"[\x04-\x08\x10-\x1a\x1c-\x1f]")  # of no text: 00 is of UTF-16, 01 to 03 of Hive, 0e, 0f and 1b of seven bits
MOST_CONTROL = 0.02
SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"


def find_content(data: bytes, file: str, extension: str) -> Content:
    """Return what a file's bytes are. Raises UnreadableDrop for what is locked or of no format that is read."""
    if data.startswith(OLE):
        return _of_ole(data, file)
    if data.startswith(ZIP):
        return _of_zip(data, file, extension)
    if data.startswith(b"PAR1"):
        return Content.PARQUET
    if data.startswith(RAW_XLS) and extension in WORKBOOK_NAMES:
        return Content.XLS
    for start, (what, remedy) in NOT_READ.items():
        if data.startswith(start):
            raise UnreadableDrop(file, f"it holds {what}", remedy)
    if wrong := _packed_or_no_text(data):
        raise UnreadableDrop(file, *wrong)
    head = _head(data)
    if WEB.match(head):
        return Content.HTML
    if SPREADSHEETML in head:
        return Content.XML_2003
    if _is_json(head) or (extension in JSON_NAMES and (OBJECT.search(head) or not _is_table(head))):
        return Content.JSON
    if head.startswith("<?xml"):
        raise UnreadableDrop(file, "it holds XML of a kind that is not read", A_TABLE)
    if extension == ".parquet" and not _is_table(head):
        return Content.PARQUET  # one that lacks its beginning
    if extension in WORKBOOK_NAMES and not _is_table(head):
        wrong = "it is named as a workbook but holds something else"
        raise UnreadableDrop(file, wrong, "open it in Excel, save it as .xlsx and send that")
    return Content.TEXT


def _packed_or_no_text(data: bytes) -> tuple[str, str] | None:
    """Return what is wrong with bytes that no mark tells from text, and what to do about it; None for text."""
    head = data[:4096]
    if data[257:262] == b"ustar":
        return "it holds a TAR archive", "unpack it and send it again"
    if data.startswith(ZLIB) and int.from_bytes(data[:2]) % 31 == 0 and not head.isascii():
        return "it holds a file packed by zlib", "send it unpacked, or packed by gzip"
    if len(set(head)) > LETTERS and BASE64.fullmatch(head if len(data) > len(head) else data):
        return "it holds a file that is written in base64 for the mail", "send the file itself"
    if 20 * head.count(0) < len(head) and len(CONTROL.findall(head)) > MOST_CONTROL * len(head):
        return (
            "it holds no text and no format that is read; it may be packed or encrypted",
            "send the table itself, as text or as a workbook",
        )
    return None


def _of_ole(data: bytes, file: str) -> Content:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableDrop(file, LOCKED, "save it without one and send it again")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")) and "WordDocument".encode("utf-16-le") in data:
        raise UnreadableDrop(file, "it holds a text document", A_TABLE)
    if "HwpSummaryInformation".encode("utf-16-le") in data or b"HWP Document File" in data:
        raise UnreadableDrop(file, "it holds a text document of Hangul", A_TABLE)
    return Content.XLS


def _of_zip(data: bytes, file: str, extension: str) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableDrop(file, "it is damaged or truncated", "send it again") from None
    if any(name.startswith(("word/", "ppt/", "contents/content.hpf")) for name in names):
        raise UnreadableDrop(file, "it holds a text document or slides", A_TABLE)
    if any(name.endswith(".iwa") for name in names):
        raise UnreadableDrop(file, "it holds a table of Numbers", "save it in Numbers as .xlsx or .csv and send that")
    if "content.xml" in names:
        return Content.ODS
    if "xl/workbook.bin" in names:
        return Content.XLSB
    if any(name.startswith("xl/") for name in names) or "[content_types].xml" in names or extension in WORKBOOK_NAMES:
        return Content.XLSX
    raise UnreadableDrop(file, "it holds a ZIP archive", "let its name end in .zip")


def _head(data: bytes) -> str:
    """Return the beginning of a file as text, for marks that are ASCII in any encoding."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[1:2] == b"\x00" or head[:1] == b"\x00":
        head = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()


def _is_json(head: str) -> bool:
    """Say whether a text begins as JSON does: with an object, or with an array of objects."""
    if re.match(r"\[\s*\{\s*\"", head):
        return True
    first = head.split("\n", 1)[0]
    if not first.startswith('{"'):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return bool(re.match(r'\{"[^"]*":', first))


def _is_table(head: str) -> bool:
    """Say whether a line of a text may be of several cells, a title above it or not, and the text has no bytes that no text has."""
    return any(mark in head for mark in "\t,;|") and not re.search("[\x00-\x08\x0e-\x1f]", head)
