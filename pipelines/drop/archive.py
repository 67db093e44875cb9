"""What is packed: the members of a zip, and bytes unpacked block by block within limits, so that no bomb fills the memory."""

import errno
import gzip
import io
import lzma
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from pipelines.drop.formats import is_of_the_system
from pipelines.drop.stored_file import Fault, tell_name
from pipelines.settings.sections import Limits

UTF8_NAME = 0x800  # the flag of a zip member whose name is UTF-8
BLOCK = 1 << 20
RATIO_COUNTS_FROM = 64 << 20  # bytes; a small file of one letter packs a thousandfold and does no harm
GZIP = b"\x1f\x8b"
MEMBER = b"PK\x03\x04"  # how a member begins
OTHERS = {
    b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7-Zip archive", b"EGGA": "an EGG archive", b"ALZ\x01": "an ALZ archive",
    GZIP: "packed by gzip", b"BZh": "packed by bzip2", b"\xfd7zXZ": "packed by xz",
}  # fmt: skip
PACK_AGAIN = "pack it and send it again"


class Unpackable(Exception):
    """Bytes that cannot be unpacked; the fault says why, and what to do."""

    def __init__(self, wrong: str, remedy: str) -> None:
        self.fault = Fault(wrong, remedy)
        super().__init__(wrong)


@dataclass(frozen=True)
class Member:
    """One file in a zip."""

    name: str  # path in the zip, as it is told
    packed_as: str  # its name in the zip's own directory
    size: int
    fault: Fault | None = None


def list_members(path: Path) -> list[Member]:
    """Return the files in a zip; raise Unpackable where it cannot be opened, or a name in it leads out or stands there twice."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            is_behind_another = _begins_with_another(path, entries)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise _no_zip(path) from None
    except OSError as error:  # a directory that leads before the beginning of the file is one, too, and has no number
        wrong = f"it cannot be read ({error.strerror})" if error.errno == errno.EACCES else "it is damaged or truncated"
        raise Unpackable(wrong, "check the file and who may read it, or pack it and send it again") from None
    if is_behind_another:
        raise Unpackable(
            "it is several archives, one behind the other, of which only the last would be read", "send each as a file of its own"
        )
    members: dict[str, Member] = {}
    for entry in entries:
        parts = PurePosixPath(_member_name(entry)).parts
        if ".." in parts or parts[:1] == ("/",) or (parts and parts[0][1:2] == ":"):
            raise Unpackable("a file in it leads out of the drop", PACK_AGAIN)
        if not parts or entry.is_dir() or any(map(is_of_the_system, parts)):
            continue
        name = "/".join(map(tell_name, parts))
        if name in members:
            raise Unpackable("two files in it have the same name", "pack each file once and send it again")
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        fault = Fault("it is a link and no file", "pack the file itself and send it again") if is_link else None
        members[name] = Member(name, entry.filename, entry.file_size, fault)
    return list(members.values())


def _no_zip(path: Path) -> Unpackable:
    """Return what to say of a file that is named as a ZIP archive and cannot be opened as one."""
    with path.open("rb") as file:
        head = file.read(8)
    what = next((what for mark, what in OTHERS.items() if head.startswith(mark)), None)
    if what:
        return Unpackable(f"it is named as a ZIP archive and is {what}", "send the files themselves, or pack them as ZIP")
    if not head.startswith(b"PK"):
        return Unpackable("it is named as a ZIP archive and is none, or lacks its beginning", PACK_AGAIN)
    return Unpackable("it is damaged or truncated", PACK_AGAIN)


def _begins_with_another(path: Path, entries: list[zipfile.ZipInfo]) -> bool:
    """Say whether a file begins with a member that the directory at its end does not know."""
    with path.open("rb") as file:
        return file.read(len(MEMBER)) == MEMBER and all(entry.header_offset for entry in entries)


def read_member(handle: IO[bytes], name: str, limits: Limits) -> bytes:
    """Return a member of a zip; raise Unpackable if it is damaged, locked or too large."""
    try:
        with zipfile.ZipFile(handle) as archive, archive.open(name) as stream:
            return read_within(stream, archive.getinfo(name).compress_size, limits)
    except EOFError:
        raise Unpackable("it is truncated", "send the whole file again") from None
    except NotImplementedError:
        raise Unpackable("it is damaged, or packed in a way that is not read", "pack it as an ordinary ZIP and send it again") from None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError):
        raise Unpackable("it is damaged", PACK_AGAIN) from None
    except OSError as error:  # bzip2's word for damage has no number, and a place before the beginning of the file is no place
        if error.errno not in (None, errno.EINVAL):
            raise
        raise Unpackable("it is damaged", PACK_AGAIN) from None
    except RuntimeError:  # zipfile's word for a password
        raise Unpackable("it is locked with a password", "send it without one") from None


def read_gz(data: bytes, limits: Limits) -> bytes:
    """Return what is packed in a .gz; raise Unpackable if it is damaged or too large."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            unpacked = read_within(stream, len(data), limits)
    except EOFError:
        raise Unpackable("it is truncated", "send the whole file again") from None
    except (gzip.BadGzipFile, zlib.error):
        raise Unpackable("it is damaged", PACK_AGAIN) from None
    if unpacked.startswith(GZIP):
        raise Unpackable("it is packed twice", "pack it once and send it again")
    return unpacked


def read_within(stream: IO[bytes] | gzip.GzipFile, packed: int, limits: Limits) -> bytes:
    """Return all bytes of a stream; raise Unpackable as soon as they are too many, of themselves or for what was packed."""
    blocks, size = [], 0
    while block := stream.read(BLOCK):
        blocks.append(block)
        size += len(block)
        refuse_too_large(size, limits)
        refuse_too_much(size, packed, limits)
    return b"".join(blocks)


def refuse_too_much(size: int, packed: int, limits: Limits) -> None:
    """Raise Unpackable for more bytes than so many packed ones may hold, of one file or of all that are wanted of an archive."""
    if size > max(RATIO_COUNTS_FROM, packed * limits.max_ratio):
        wrong = f"unpacked it is more than {limits.max_ratio} times as large"
        raise Unpackable(wrong, "send it unpacked, or raise max_ratio under [limits] of the settings")


def refuse_too_large(size: int, limits: Limits) -> None:
    """Raise Unpackable for more bytes than a file may hold."""
    if size > limits.max_unpacked_mb * 1_000_000:
        wrong = f"it holds more than {limits.max_unpacked_mb:,} MB"
        raise Unpackable(wrong, "send it in parts, or raise max_unpacked_mb under [limits] of the settings")


def _member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; without the UTF-8 flag, Windows in Korean writes CP949 and macOS UTF-8.

    zipfile reads both as CP437.
    """
    name = member.filename
    if not member.flag_bits & UTF8_NAME:
        raw = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "cp949"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name.replace("\\", "/"))
