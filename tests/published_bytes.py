"""Every text below a folder, for the canary's searches, read by means of its own: the raw bytes, and what is packed or embedded in them."""

import base64
import io
import re
import zipfile
import zlib
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow.parquet as pq

EMBEDDED = re.compile(rb"base64,([A-Za-z0-9+/=\s]+)")


def texts_below(folder: Path):
    """Yield (where, text): the name of every file, its bytes as they are, and decoded."""
    for path in sorted(folder.rglob("*")):
        yield f"name of {path}", path.name
        if path.is_file():
            yield from texts_of(str(path), path.read_bytes())


def texts_of(where: str, data: bytes):
    """Yield the raw bytes as text, and whatever the format of the file hides from a search of them."""
    yield where, data.decode("utf-8", errors="replace")
    yield f"{where} in UTF-16", data.decode("utf-16-le", errors="replace") if where.endswith(".xls") else ""
    if where.endswith(".parquet"):
        yield from _of_parquet(where, data)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from texts_of(f"{where}!{member}", archive.read(member))
        if where.endswith(".xlsx"):
            for sheet in openpyxl.load_workbook(io.BytesIO(data)):
                yield (
                    f"{where} {sheet.title}",
                    "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in (sheet.title, *row)),
                )
    elif data.startswith(b"\x89PNG"):
        for chunk in re.finditer(rb"zTXt[^\0]*\0\0", data):
            yield f"{where} zTXt", zlib.decompressobj().decompress(data[chunk.end() :]).decode("latin-1")
    elif where.endswith((".html", ".svg", ".xml")):
        text = data.decode("utf-8", errors="replace")
        yield f"{where} without markup", re.sub(r"<[^<>]*>", "", text)
        for number, packed in enumerate(EMBEDDED.findall(data)):
            yield from texts_of(f"{where} embedded {number}", base64.b64decode(re.sub(rb"\s", b"", packed) + b"=="))
    elif where.endswith(".json"):
        yield f"{where} unescaped", data.decode("utf-8").encode("utf-8").decode("unicode_escape", errors="replace")


def _of_parquet(where: str, data: bytes):
    for column in pl.read_parquet(io.BytesIO(data)).iter_columns():
        yield f"{where} {column.name}", "\n".join(map(str, [column.name, *column.to_list()]))
    schema = pq.read_schema(io.BytesIO(data))
    held = [schema.metadata or {}, *(field.metadata or {} for field in schema)]
    yield f"{where} metadata", "\n".join(f"{key.decode()}={value.decode()}" for each in held for key, value in each.items())
