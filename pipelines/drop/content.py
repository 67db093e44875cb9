"""What a file is, by its bytes: extensions are often wrong, and only decide where the content leaves it open."""

import io
import json
import lzma
import re
import zipfile
import zlib
from enum import Enum

from pipelines.drop.other_formats import A_TABLE, find_other_format
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
RAW_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")  # Excel before 97 without OLE
OTHER_DOCUMENT = re.compile(rb"application/(epub|vnd\.oasis\.opendocument\.(text|presentation|graphics|formula))")
WEB = re.compile(
    r"(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*+<(!doctype\s+html|html|head|meta|body|table|style|div|center|script|form|title|link|p|br|font|span|pre)(?![\w:.-])",
    re.IGNORECASE | re.DOTALL,
)
ELEMENT = re.compile(r"<[A-Za-z_][\w.:-]*[\s>]")
OBJECT = re.compile(r"^\s*[\x1e{\[]", re.MULTILINE)
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
    if other := find_other_format(data):
        raise UnreadableDrop(file, f"it holds {other[0]}", other[1])
    head = _head(data)
    if WEB.match(head):
        return Content.HTML
    if SPREADSHEETML in head:
        return Content.XML_2003
    if _is_json(head) or (extension in JSON_NAMES and (OBJECT.search(head) or not _is_table(head))):
        return Content.JSON
    if head.startswith("<?xml") or (ELEMENT.match(head) and "</" in head):
        what = "a text document of Hangul" if "<HWPML" in head else "XML of a kind that is not read"
        raise UnreadableDrop(file, f"it holds {what}", A_TABLE)
    if extension == ".parquet" and not _is_table(head):
        return Content.PARQUET  # one that lacks its beginning
    if extension in WORKBOOK_NAMES and not _is_table(head):
        wrong = "it is named as a workbook but holds something else"
        raise UnreadableDrop(file, wrong, "open it in Excel, save it as .xlsx and send that")
    return Content.TEXT


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
            kind = _mimetype(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableDrop(file, "it is damaged or truncated", "send it again") from None
    if "contents/content.hpf" in names:
        raise UnreadableDrop(file, "it holds a text document of Hangul", A_TABLE)
    if any(name.startswith(("word/", "ppt/", "visio/", "documents/", "oebps/")) for name in names) or OTHER_DOCUMENT.match(kind):
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


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """Return what an archive says it is, as documents do in a member of that name; blank if it says nothing that can be read."""
    try:
        with archive.open("mimetype") as member:
            return member.read(100)
    except (KeyError, RuntimeError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile):
        return b""


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
