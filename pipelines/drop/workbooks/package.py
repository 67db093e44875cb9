"""The ZIP package of a workbook: its parts as streams, each held to its checksum and to a size that a sheet can have."""

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.drop.workbooks.grid import DAMAGED, LOCKED, UnreadableWorkbook
from pipelines.drop.workbooks.markup import list_elements

CHUNK = 1 << 20
MEMBER = b"PK\x03\x04"  # how a part begins
SEVERAL = "it is several workbooks, one behind the other, of which only the last would be read"
LARGEST_PART = 1 << 30  # a full sheet of 1,048,576 rows and 20 columns has about as much
SMALL_PART = 1 << 24  # up to here a part may be packed as it likes
LARGEST_RATIO = 200  # sheets are packed to a tenth or so; a part that is only zeros, to a thousandth
IS_ENCRYPTED = 0x1
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True)
class Link:
    """A relationship of a part: what kind it is of (worksheet, styles …) and which part it leads to."""

    kind: str
    target: str


class Package:
    """The parts of a workbook by their names, whatever case and slashes their names are written with."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE:
            raise UnreadableWorkbook(DAMAGED) from None
        if data.startswith(MEMBER) and all(part.header_offset for part in self._archive.infolist()):
            raise UnreadableWorkbook(SEVERAL, "send each as a file of its own")
        self._parts = {_fold(info.filename): info for info in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _fold(name) in self._parts

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield a part in pieces. Raises UnreadableWorkbook if it is not there, damaged, locked or of no sheet's size."""
        part = self._parts.get(_fold(name))
        if part is None:
            raise UnreadableWorkbook("a part of it is missing")
        if part.flag_bits & IS_ENCRYPTED:
            raise UnreadableWorkbook(LOCKED, "save it without one and send it again")
        is_dense = part.file_size > SMALL_PART and part.file_size > LARGEST_RATIO * part.compress_size
        if part.file_size > LARGEST_PART or is_dense:
            wrong = f"it unpacks to {part.file_size / 1e6:,.0f} MB, more than a sheet of its size can hold"
            raise UnreadableWorkbook(wrong, "save it again in Excel and send it, or send the table as text")
        try:
            with self._archive.open(part) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except DAMAGE:
            raise UnreadableWorkbook(DAMAGED) from None

    def read(self, name: str) -> bytes:
        """Return a whole part."""
        return b"".join(self.stream(name))

    def links(self, part: str) -> dict[str, Link]:
        """Return the relationships of a part (of the package itself for ""), by their ids; links to the outside are none."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        links = {}
        for element, attributes in list_elements(self.stream(path)) if path in self else ():
            if element == "Relationship" and attributes.get("TargetMode", "").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "").replace("\\", "/")))
                links[attributes.get("Id", "")] = Link(attributes.get("Type", "").rpartition("/")[2], target.lstrip("/"))
        return links

    def main_part(self) -> str:
        """Return the name of the workbook's own part."""
        return next((link.target for link in self.links("").values() if link.kind == "officeDocument"), "xl/workbook.xml")


def _fold(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
