"""What lies in the folder of a drop: its regular files, and whatever else is there, each told by a name that can be printed.

Nothing is opened here but folders. A name is told as people read it: bytes that are no UTF-8 are CP949 if they can be, and a
character that cannot be seen is written out (`\\n`, `\\u202e`), so that no name looks like another or runs over its line.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.drop.formats import is_of_the_system, why_passed_over
from pipelines.drop.sheet import UnreadableDrop

KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}
REMEDY = "copy the file itself into the drop"


@dataclass(frozen=True)
class Fault:
    """Why the bytes of a file cannot be taken, and what to do."""

    wrong: str
    remedy: str


@dataclass(frozen=True)
class StoredFile:
    """One entry of the folder, as it was when the run began. With a fault it is not to be opened."""

    name: str  # path in the drop, as it is told
    path: Path
    size: int = 0
    modified: int = 0  # nanoseconds; that somebody changes who may read it is no change of the file
    sha256: str = ""  # of a file that a pattern claims
    fault: Fault | None = None
    is_folder: bool = False
    passed_over: str = ""  # why a file of its name is never an extract
    sending: int = 0  # of a source that sends changes: 1 is its whole extract, and each later one has a number
    sent_as: str = ""  # where it lay in the drop, if it is taken from the store

    @property
    def prefix(self) -> str:
        """What stands before its name, so that files of one name in several sendings are told apart."""
        return f"sending {self.sending:05}/" if self.sending else ""

    def has(self, found: os.stat_result) -> bool:
        """Say whether a file has the size and the time that this one had when the run began."""
        return stat.S_ISREG(found.st_mode) and (found.st_size, found.st_mtime_ns) == (self.size, self.modified)


def walk_folder(folder: Path) -> Iterator[StoredFile]:
    """Yield what lies in a drop, folders below it too; a linked folder is not entered, nor one whose name is passed over.

    Raises UnreadableDrop where the drop itself is no folder, or one that may not be read.
    """
    root, told = Path(os.path.realpath(folder)), tell_name(str(folder))
    remedy = "name the folder of the extracts with DROP=folder"
    try:
        if not stat.S_ISDIR(root.stat().st_mode):
            raise UnreadableDrop(told, "it is no folder", remedy)
        waiting = [("", list(os.scandir(root)))]
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableDrop(told, "there is no such folder", remedy) from None
    except OSError as error:
        raise UnreadableDrop(told, f"the folder cannot be read ({error.strerror})", "check who may read it") from None
    while waiting:
        above, entries = waiting.pop()
        for entry in sorted(entries, key=lambda entry: os.fsencode(entry.name)):
            if is_of_the_system(entry.name):
                continue
            stored = _look_at(entry, root, above)
            if not stored.is_folder or stored.fault or stored.passed_over:
                yield stored
                continue
            try:
                waiting.append((f"{stored.name}/", list(os.scandir(stored.path))))
            except OSError as error:
                wrong = f"the folder cannot be read ({error.strerror})"
                yield StoredFile(stored.name, stored.path, fault=Fault(wrong, "check who may read it"), is_folder=True)
            else:
                yield stored


def tell_name(name: str) -> str:
    """Return a name as it is told: text, in one form whatever the system, and without characters that cannot be seen."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = _decode(os.fsencode(name))
    name = unicodedata.normalize("NFC", name)
    hidden = {char for char in name if unicodedata.category(char)[0] == "C" or unicodedata.category(char) in ("Zl", "Zp")}
    return "".join(char.encode("unicode_escape").decode("ascii") if char in hidden else char for char in name)


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("cp949")
    except UnicodeDecodeError:
        return raw.decode("utf-8", errors="backslashreplace")


def _look_at(entry: os.DirEntry, root: Path, above: str) -> StoredFile:
    name, path, passed_over = above + tell_name(entry.name), Path(entry.path), why_passed_over(entry.name)

    def faulty(wrong: str, remedy: str = REMEDY, *, is_folder: bool = False) -> StoredFile:
        return StoredFile(name, path, fault=Fault(wrong, remedy), is_folder=is_folder, passed_over=passed_over)

    try:
        if entry.is_symlink():
            target = Path(os.path.realpath(path, strict=True))
            if target.is_dir():
                return faulty("it is a linked folder, which is not entered", "copy the folder itself into the drop", is_folder=True)
            if not target.is_relative_to(root):
                return faulty("it is a link that leads out of the drop")
        found = path.stat()
    except FileNotFoundError:
        return (
            faulty("it is a link that leads nowhere") if entry.is_symlink() else faulty("it is gone since the run began", "send it again")
        )
    except OSError as error:
        loop = entry.is_symlink() and error.errno is not None and os.strerror(error.errno).startswith("Too many levels")
        if loop:
            return faulty("it is a link that leads in a circle")
        return faulty(f"it cannot be read ({error.strerror})", "check the file and who may read it")
    if stat.S_ISDIR(found.st_mode):
        return StoredFile(name, path, is_folder=True, passed_over=passed_over)
    if not stat.S_ISREG(found.st_mode):
        return faulty(f"it is {KINDS.get(stat.S_IFMT(found.st_mode), 'something')} and no file")
    return StoredFile(name, path, found.st_size, found.st_mtime_ns, passed_over=passed_over)
