"""What other programs make: JSON in other forms, archives and ciphers under wrong names, encodings that are declared wrongly."""

import base64
import gzip
import io
import json
import tarfile
import zlib

import polars as pl

from tests.drop.hostile.archives import LABS, instead_of_labs
from tests.drop.hostile.drawn_workbooks import book, put
from tests.drop.hostile.kind import kind

HEADER, *LINES = LABS.decode().splitlines()
RECORDS = [dict(zip(HEADER.split(","), line.split(","), strict=True)) for line in LINES]
ROW = b"00000001,AST,44,U/L,2023-01-0"
BINARY = bytes(range(256)) * 3


def sent(drop, name: str, content: str | bytes) -> None:
    instead_of_labs(drop, name, content if isinstance(content, bytes) else content.encode())


def declared(drop, encoding: str) -> None:
    drop.set("[sources.emr.tables.labs]\n", f'[sources.emr.tables.labs]\nencoding = "{encoding}"\n')


# --- JSON


@kind("objects one behind the other in one line are records")
def json_objects_in_one_line(drop):
    sent(drop, "labs.ndjson", "".join(map(json.dumps, RECORDS)))


@kind("so are objects over several lines")
def json_objects_over_lines(drop):
    sent(drop, "labs.json", "\n".join(json.dumps(record, indent=2) for record in RECORDS))


@kind("so is a sequence with a sign before each record")
def json_sequence(drop):
    sent(drop, "labs.json", "".join(f"\x1e{json.dumps(record)}\n" for record in RECORDS))


@kind("so are the lines of an array that lacks its brackets")
def json_lines_with_commas(drop):
    sent(drop, "labs.ndjson", ",\n".join(map(json.dumps, RECORDS)))


@kind("remarks between records are no records", quarantined={"CV-028": 2})
def json_with_remarks(drop):
    sent(drop, "labs.ndjson", "// of the laboratory\n" + "".join(f"{json.dumps(record)}\n" for record in RECORDS) + "# end\n")


@kind("a page of a web service holds some of the rows", refused="one JSON object that holds a whole table, by its columns or under a name")
def json_page_of_a_web_service(drop):
    sent(drop, "labs.json", json.dumps({"page": 1, "total": 60, "next": "https://example.org/labs?page=2", "results": RECORDS}))


@kind("a bundle of FHIR is no table", refused="one JSON object that holds a whole table")
def json_bundle_of_fhir(drop):
    observation = {"resourceType": "Observation", "valueQuantity": {"value": 45, "unit": "U/L"}}
    sent(drop, "labs.json", json.dumps({"resourceType": "Bundle", "total": 1, "entry": [{"resource": observation}]}, indent=1))


@kind("nor are resources of FHIR line by line", refused="it holds resources of FHIR, which are not read")
def json_resources_of_fhir(drop):
    sent(drop, "labs.ndjson", json.dumps({"resourceType": "Observation", "valueQuantity": {"value": 45}}) + "\n")


@kind("lists without names are no objects", refused="it holds no JSON object")
def json_lists(drop):
    sent(drop, "labs.ndjson", "\n".join(json.dumps(line.split(",")) for line in (HEADER, *LINES)))


# --- Arrow


@kind("an Arrow file is no Parquet", refused="it holds an Arrow file")
def arrow_file_named_parquet(drop):
    buffer = io.BytesIO()
    pl.DataFrame(RECORDS).write_ipc(buffer)
    sent(drop, "labs.parquet", buffer.getvalue())


@kind("nor is an Arrow stream", refused="it holds an Arrow stream")
def arrow_stream_named_parquet(drop):
    buffer = io.BytesIO()
    pl.DataFrame(RECORDS).write_ipc_stream(buffer)
    sent(drop, "labs.parquet", buffer.getvalue())


# --- archives and ciphers


OTHERS = {
    "rar": (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    "egg": (b"EGGA\x00\x01", "an EGG archive"),
    "alz": (b"ALZ\x01", "an ALZ archive"),
    "gzip": (gzip.compress(LABS), "packed by gzip"),
    "text": (LABS, "none, or lacks its beginning"),
}


def _named_zip(name: str, mark: bytes, what: str) -> None:
    def build(drop):
        sent(drop, "labs.zip", mark + bytes(200))

    build.__name__ = f"{name}_named_zip"
    kind(f"what is named as a ZIP archive and is {what} is called so", refused=f"it is named as a ZIP archive and is {what}")(build)


for _name, (_mark, _what) in OTHERS.items():
    _named_zip(_name, _mark, _what)

CIPHERS = {
    "zlib": (zlib.compress(LABS), "it holds a file packed by zlib"),
    "base64": (base64.encodebytes(LABS), "it holds a file that is written in base64"),
    "uuencode": (b"begin 644 labs.csv\nM" + b"0" * 60 + b"\n`\nend\n", "it holds what uuencode has written"),
    "pgp": (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "it holds a text that PGP has encrypted"),
    "pgp_in_bytes": (b"\x85\x01\x0c\x03" + BINARY, "it holds no text and no format that is read"),
    "openssl": (b"Salted__" + BINARY, "it holds what OpenSSL has encrypted"),
    "access": (b"\x00\x01\x00\x00Standard ACE DB\x00" + BINARY, "it holds a database of Access"),
    "hangul": (b"HWP Document File V3.00 \x1a\x01" + BINARY, "it holds a text document of Hangul"),
    "shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + BINARY, "it holds a shortcut of Windows and not the file"),
    "conflict": (LABS + b"<<<<<<< a\n" + ROW + b"\n=======\n" + ROW + b"1\n>>>>>>> b\n", "it holds changes of a file, or two versions"),
    "drm": (b"\x9b DRMONE  This Document is encrypted" + BINARY, r"a document protection \(DRM\) has encrypted"),
}


def _named_csv(name: str, content: bytes, refused: str) -> None:
    def build(drop):
        sent(drop, "labs.csv", content)

    build.__name__ = f"{name}_named_csv"
    kind("bytes that are packed, encrypted or of another program are no table, and no encoding makes one of them", refused=refused)(build)


for _name, (_content, _refused) in CIPHERS.items():
    _named_csv(_name, _content, _refused)


@kind("an archive of tape is no text", refused="it holds a TAR archive; unpack it")
def tar_named_csv(drop):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("labs.csv")
        member.size = len(LABS)
        archive.addfile(member, io.BytesIO(LABS))
    sent(drop, "labs.csv", buffer.getvalue())


# --- what is declared wrongly, and hidden


@kind("a text of one byte for each character is no UTF-16", refused="it is declared as utf-16 and its characters have one byte each")
def declared_utf16_is_utf8(drop):
    declared(drop, "utf-16")


@kind("UTF-16 is no UTF-8 with NULs in it", refused='it is declared as utf-8 and is UTF-16-LE; say encoding = "utf-16-le"')
def declared_utf8_is_utf16(drop):
    declared(drop, "utf-8")
    drop.write("labs", LABS.decode().encode("utf-16-le"))


@kind("nor is it UTF-16 in the other order", refused="it is declared as utf-16-be and is UTF-16-LE")
def declared_in_the_other_order(drop):
    declared(drop, "utf-16-be")
    drop.write("labs", LABS.decode().encode("utf-16-le"))


@kind(
    "where only hidden sheets hold data, the sentence says that they are not opened",
    refused="no visible sheet of it holds data, and hidden",
)
def xlsx_only_hidden_sheets(drop):
    def change(written, sheet):
        written.add_worksheet("empty").activate()
        sheet.hide()

    put(drop, book(change=change))
