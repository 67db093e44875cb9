"""Reads every text of a folder that is to be published, whatever form it has, and refuses a publication that would name a patient."""

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from pipelines.drop.sheet import UnreadableDrop
from pipelines.raw.identifiers import Identifiers, words_of

EMBEDDED = re.compile(r"data:(?P<kind>[a-z/+.-]+);base64,(?P<data>[A-Za-z0-9+/=\s]+)")
INLINE = re.compile(r"</?(?:a|b|i|em|strong|span|sup|sub|mark|code|small)\b[^<>]*>")  # what a reader of a page does not see
MARKUP = re.compile(r"<[^<>]*>")
SAID_BY_ATTRIBUTES = re.compile(r"\b(?:descr|title|name|Target)=\"(?P<said>[^\"]*)\"")  # of the parts of an Office file
PNG = b"\x89PNG\r\n\x1a\n"
ZIPPED = (".docx", ".xlsx")
NUMBER = re.compile(r"[-+]?[0-9.]*(e[-+]?[0-9]+)?", re.IGNORECASE)
Text = tuple[str, str]  # where it stands, in words of ours, and what it says


def refuse_naming(folder: Path, identifiers: Identifiers) -> None:
    """Raise UnreadableDrop (CV-004) where a text in the folder would name a patient; the sentence says where, and not what."""
    texts = list(dict.fromkeys(texts_below(folder)))
    names = [place for place, (where, text) in enumerate(texts) if is_name(where, text)]
    short = {names[place] for place in identifiers.telling_in_free_text([texts[place][1] for place in names])}
    telling = sorted(short.union(identifiers.telling([text for _, text in texts])))
    if telling:
        places = list(dict.fromkeys(identifiers.masked(texts[place][0]) for place in telling))
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        raise UnreadableDrop(
            "the drop",
            f"a patient's number or name, or a resident or telephone number, would be published in {', '.join(places[:3])}{more}",
            "take it out of the cells or the settings where it stands, or name the column in identifiers of the settings",
            rule="CV-004",
        )


def is_name(where: str, text: str) -> bool:
    """Say whether a text is the name of a file or a column, and stands among no numbers, so that a short one in it is a patient's."""
    return where.startswith("the name of a file") or where.endswith(f", column {text}")


def texts_below(folder: Path) -> Iterator[Text]:
    """Yield every text of every file: names of files, tables and columns, cells, metadata, what is packed or embedded."""
    for path in sorted(folder.rglob("*")):
        where = path.relative_to(folder).as_posix()
        yield f"the name of a file in {path.parent.relative_to(folder).as_posix()}", path.name
        if path.is_file():
            yield from ((f"{where}{place}", text) for place, text in texts_of_file(path.name, path.read_bytes()))


def texts_of_file(name: str, data: bytes) -> Iterator[Text]:
    """Yield the texts of one file by its format, each with its place in it."""
    form = Path(name).suffix.lower()
    if form == ".parquet":
        yield from _of_parquet(data)
    elif form in ZIPPED:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield f", {member}", member
                yield from ((f", {member}{place}", text) for place, text in texts_of_file(member, archive.read(member)))
    elif data.startswith(PNG):
        yield from (("", text) for text in _of_png(data))
    elif form == ".csv":
        cells = {(number, cell) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for number, cell in enumerate(row, 1)}
        yield from ((f", column {number}", cell) for number, cell in sorted(cells) if not NUMBER.fullmatch(cell))
    elif form == ".json":
        yield from ((f", {where}" if where else "", word) for where, word in words_of(json.loads(data)))
    elif form in (".xml", ".rels"):
        text = data.decode("utf-8", errors="replace")
        yield from (("", match["said"]) for match in SAID_BY_ATTRIBUTES.finditer(text))
        yield from (("", line) for line in MARKUP.sub("\n", text).splitlines() if line.strip())
    else:
        yield from _of_page(data.decode("utf-8", errors="replace"))


def _of_parquet(data: bytes) -> Iterator[Text]:
    frame = pl.read_parquet(io.BytesIO(data))
    for key, value in pl.read_parquet_metadata(io.BytesIO(data)).items():
        yield ", metadata", key
        if key != "ARROW:schema":  # the same once more, packed
            yield ", metadata", value
    for column in frame.iter_columns():
        yield f", column {column.name}", column.name
        if column.dtype == pl.String:
            yield from ((f", column {column.name}", cell) for cell in column.drop_nulls().unique().to_list())
        elif isinstance(column.dtype, pl.List):
            yield from ((f", column {column.name}", str(cell)) for cell in column.drop_nulls().to_list())


def _of_png(data: bytes) -> Iterator[str]:
    """Yield the text chunks of a picture (PNG specification, 11.3.4)."""
    at = len(PNG)
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at + 8 : at + 8 + length]
        if kind in (b"tEXt", b"iTXt"):
            yield chunk.decode("utf-8", errors="replace")
        elif kind == b"zTXt":
            yield zlib.decompress(chunk.split(b"\0", 1)[1][1:]).decode("latin-1")
        at += length + 12


def _of_page(text: str) -> Iterator[Text]:
    """Yield a page or a plain text line by line, with what is embedded in it; markup as such, and the text without it."""
    for embedded in EMBEDDED.finditer(text):
        packed = b64decode(re.sub(r"\s", "", embedded["data"]) + "==")
        form = "picture.png" if packed.startswith(PNG) else "embedded.txt"
        yield from texts_of_file(form, packed)
    text = EMBEDDED.sub("", text)
    yield from (("", line) for line in text.splitlines() if line.strip())
    if MARKUP.search(text):
        yield from (("", line) for line in MARKUP.sub(" ", INLINE.sub("", text)).splitlines() if line.strip())
