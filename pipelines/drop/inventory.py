"""The files of a drop: found by glob, also inside .zip and under .gz, and read as bytes.

A drop is never edited and never left: a pattern with `..` and a link that leads out of the folder are refused, for a
release must depend on the bytes in the drop alone. Linked folders are not entered.
"""

import gzip
import os
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from pipelines.drop.sheet import UnreadableDrop

READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".parquet", ".ndjson", ".jsonl")
UTF8_NAME = 0x800  # the flag of a zip member whose name is UTF-8


@dataclass(frozen=True)
class DropFile:
    """One file of a drop. `name` is its path in the drop ("labs.zip/labs_2023.csv"), the same on every system."""

    name: str
    path: Path
    member: str | None = None  # the name in the zip's own directory

    @property
    def extension(self) -> str:
        """The extension in lower case, that of the content for .gz."""
        return PurePosixPath(_without_gz(self.name)).suffix.lower()

    def read_bytes(self) -> bytes:
        """Return the content, unpacked from .zip and .gz. Raises UnreadableDrop if it is damaged, locked or empty."""
        try:
            data = self.path.read_bytes() if self.member is None else _read_member(self.path, self.member)
            if data and _without_gz(self.name) != self.name:
                data = gzip.decompress(data)
        except EOFError:
            raise UnreadableDrop(self.name, "it is truncated", "send the whole file again") from None
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, NotImplementedError):
            raise UnreadableDrop(self.name, "it is damaged", "pack it and send it again") from None
        except RuntimeError:  # zipfile's word for a password
            raise UnreadableDrop(self.name, "it is locked with a password", "send it without one") from None
        except OSError as error:
            raise UnreadableDrop(self.name, f"it cannot be read ({error.strerror})", "check the file and who may read it") from None
        if not data:
            raise UnreadableDrop(self.name, "it is empty (0 bytes)", "send the extract again")
        return data


def list_files(drop: Path, patterns: Sequence[str]) -> list[DropFile]:
    """Return the files of a drop that match any of the patterns, sorted by name.

    A pattern is matched folder by folder, `**` standing for any number of them, without regard to case. "labs*.csv"
    also finds labs_1.csv.gz, and members of a zip as if it were unpacked where it lies; "labs.zip" is all its members
    of a readable format; "labs.zip/labs_*.csv" some of them. Lock files (~$x.xlsx), dot files and __MACOSX are no
    part of a drop.
    Raises UnreadableDrop for a drop that is no folder, a pattern or link that leaves it, and a zip that cannot be
    opened.
    """
    if not drop.is_dir():
        raise UnreadableDrop(str(drop), "there is no such folder", "say DROP=<the folder with the extracts>")
    wanted = [_split(pattern) for pattern in patterns]
    found = {file.name: file for file in _walk(drop.resolve()) if any(_is_match(file, pattern) for pattern in wanted)}
    for file in found.values():
        if not file.path.resolve().is_relative_to(drop.resolve()):
            raise UnreadableDrop(file.name, "it is a link that leads out of the drop", "copy the file into the drop")
    return [found[name] for name in sorted(found)]


def _split(pattern: str) -> tuple[str, ...]:
    parts = PurePosixPath(_fold(pattern.replace("\\", "/"))).parts
    if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]:
        raise UnreadableDrop(pattern, "the pattern leads out of the drop", "name files by their path within the drop")
    return parts


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()  # macOS takes Hangul syllables apart in file names


def _walk(root: Path) -> Iterator[DropFile]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in sorted(names):
            path = Path(folder, name)
            if is_hidden(name):
                continue
            shown = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
            if path.suffix.lower() == ".zip":
                yield from _list_members(path, shown)
            else:
                yield DropFile(shown, path)


def is_hidden(name: str) -> bool:
    """Say whether a file or folder of this name is no part of a drop."""
    return name.startswith((".", "~$")) or name == "__MACOSX"


def _list_members(path: Path, shown: str) -> Iterator[DropFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        raise UnreadableDrop(shown, "it is damaged or truncated", "pack it and send it again") from None
    for member in members:
        parts = PurePosixPath(_member_name(member)).parts
        if ".." in parts or parts[:1] == ("/",):
            raise UnreadableDrop(shown, "a file in it leads out of the drop", "pack it and send it again")
        if not member.is_dir() and not any(map(is_hidden, parts)):
            yield DropFile("/".join((shown, *parts)), path, member.filename)


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


def _read_member(path: Path, member: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(member)


def _without_gz(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _is_match(file: DropFile, pattern: tuple[str, ...]) -> bool:
    names = [PurePosixPath(_fold(file.name)).parts]
    if file.member is not None:
        depth = next(i for i, part in enumerate(names[0]) if part.endswith(".zip"))
        if file.extension in READABLE and _is_glob(names[0][: depth + 1], pattern):
            return True
        names.append(names[0][:depth] + names[0][depth + 1 :])
    return any(_is_glob(parts, pattern) or _is_glob((*parts[:-1], _without_gz(parts[-1])), pattern) for parts in names)


def _is_glob(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern or not parts:
        return not parts and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return _is_glob(parts, pattern[1:]) or _is_glob(parts[1:], pattern)
    return fnmatchcase(parts[0], pattern[0]) and _is_glob(parts[1:], pattern[1:])
