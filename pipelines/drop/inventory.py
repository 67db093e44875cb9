"""What a drop holds: inventoried once when a run begins, handed on as a value, and held against the bytes that are read later.

A drop is never edited and never left: a pattern with `..` and a link that leads out of the folder are refused, for a
release must depend on the bytes in the drop alone. Every file has a number, under which it is spoken of outside the
restricted zone, where its name may be that of a patient.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from pipelines.drop.archive import Unpackable, list_members, read_gz, read_member, refuse_too_large, refuse_too_much
from pipelines.drop.faults import Faults
from pipelines.drop.formats import READABLE, extension_of, finished_name, why_passed_over, without_gz
from pipelines.drop.patterns import Pattern, fold_name, parse_pattern
from pipelines.drop.sheet import UnreadableDrop
from pipelines.drop.stored_file import Fault, StoredFile, walk_folder
from pipelines.settings.sections import Limits, Settings

UNFINISHED_FAULT = ("its name says that it is not sent to its end", "run again when it is, or take it out of the drop")
CHANGED = ("it has changed since the run began", "run again when it is sent to its end")


@dataclass(frozen=True)
class DropFile:
    """One file of a drop, or one member of a zip in it. `name` is its path in the drop ("labs.zip/labs_2023.csv").

    Outside the restricted zone it is called as `shown` says: the settings' own name for it, its pattern and its number, or its number.
    """

    name: str
    stored: StoredFile
    member: str | None = None  # the name in the zip's own directory
    size: int = 0  # bytes, unpacked for a member
    fault: Fault | None = None
    rest: int = 0  # how many members of this zip no pattern comes near; it stands for all of them
    is_claimed: bool = False  # by a pattern of the settings
    number: int = 0  # 1 … n: the claimed files in the order of their names, then the others, so that these change no number
    shown: str = ""
    limits: Limits = field(default_factory=Limits, compare=False)
    content: bytes | None = field(default=None, compare=False, repr=False)  # once it is read
    source: str = ""  # the one that sends it, where it sends changes (sendings.py)

    @property
    def extension(self) -> str:
        """The extension in lower case, that of the content for .gz."""
        return extension_of(self.name)

    @property
    def sent_as(self) -> str:
        """Its path in the drop, by which patterns find it, also of one that is named by its sending."""
        return self.name.removeprefix(self.stored.prefix)

    @property
    def sha256(self) -> str:
        """The hash of the file as it lies in the drop, for a member that of its zip; blank for a file that nothing claims."""
        return self.stored.sha256

    def read_bytes(self) -> bytes:
        """Return the content, unpacked from .zip and .gz.

        Raises UnreadableDrop if it is damaged, locked, empty or too large, or is not what it was when the run began.
        """
        if self.content is not None:
            return self.content
        self.refuse_fault()
        try:
            data = self._read()
            if data and without_gz(self.name) != self.name:
                data = read_gz(data, self.limits)
        except Unpackable as error:
            raise UnreadableDrop(self.shown, error.fault.wrong, error.fault.remedy) from None
        except OSError as error:
            raise UnreadableDrop(self.shown, f"it cannot be read ({error.strerror})", "check the file and who may read it") from None
        if not data:
            raise UnreadableDrop(self.shown, "it is empty (0 bytes)", "send the extract again")
        return data

    def refuse_fault(self) -> None:
        """Raise UnreadableDrop if its bytes cannot be taken at all."""
        if self.fault:
            raise UnreadableDrop(self.shown, self.fault.wrong, self.fault.remedy)

    def _read(self) -> bytes:
        with open_regular(self.stored.path) as handle:
            if not self.stored.has(os.fstat(handle.fileno())):
                raise UnreadableDrop(self.shown, *CHANGED)
            if self.member is None:
                data = handle.read(self.stored.size + 1)
                if hashlib.sha256(data).hexdigest() != self.sha256:
                    raise UnreadableDrop(self.shown, *CHANGED)
            else:
                data = read_member(handle, self.member, self.limits)
            if not self.stored.has(os.fstat(handle.fileno())):
                raise UnreadableDrop(self.shown, *CHANGED)
        return data


@dataclass(frozen=True)
class Drop:
    """All that lies in the folder of a drop, in the order of the files' numbers."""

    folder: Path
    files: tuple[DropFile, ...]
    patterns: tuple[Pattern, ...]

    @property
    def claimed(self) -> tuple[DropFile, ...]:
        """The files that patterns of the settings claim."""
        return tuple(file for file in self.files if file.is_claimed)

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of each file on the disk of which at least a part is claimed, by its path in the drop."""
        return {file.stored.name: file.sha256 for file in sorted(self.claimed, key=lambda file: file.stored.name)}

    def refuse_faults(self) -> None:
        """Raise UnreadableDrop for every claimed file whose bytes cannot be taken, and for names that cannot be told apart."""
        faults = Faults()
        for file in self.claimed:
            with faults.kept():
                file.refuse_fault()
        faults.refuse()

    def hold(self) -> None:
        """Raise UnreadableDrop if a file is not any more what it was when the run began: the last look, after all is read."""
        for stored, file in {file.stored: file for file in self.claimed}.items():
            try:
                is_same = stored.has(stored.path.stat()) and (file.member is None or hash_file(stored.path) == stored.sha256)
            except OSError:
                is_same = False
            if not is_same:
                raise UnreadableDrop(file.shown, *CHANGED)

    def why_not_taken(self, file: DropFile) -> str:
        """Return why a file that nothing claims is not taken."""
        if file.fault:
            return file.fault.wrong
        if file.rest:
            return f"no pattern of the settings matches {file.rest:,} of the files in it; archives in an archive are not unpacked"
        if passed_over := _passed_over(file.name):
            return passed_over
        nearly = next((why for pattern in self.patterns if (why := pattern.why_not(file.name))), "")
        return nearly or "no pattern of the settings matches it"


def inventory_drop(folder: Path, settings: Settings) -> Drop:
    """Return what lies in a drop, and what of it the settings claim; raise UnreadableDrop for a folder that cannot be read."""
    tables = [files for source in settings.sources.values() for files in source.tables.values()]
    return take_inventory(folder, [pattern for files in tables for pattern in (*files.files, *files.joined)], settings.limits)


def take_inventory(folder: Path, patterns: Sequence[str], limits: Limits | None = None) -> Drop:
    """Return what lies in a drop, and what of it the patterns of the settings claim; claimed files are hashed.

    Raises UnreadableDrop for a drop that is no folder or may not be read, and for a pattern that leaves it. What is
    wrong with a file is kept with it: `refuse_faults` raises it, when the names of the files are written down.
    """
    wanted = tuple(map(parse_pattern, dict.fromkeys(patterns)))
    limits = limits or Limits()
    stored_files = list(walk_folder(folder))
    names = {stored.name for stored in stored_files}
    found = [replace(file, limits=limits) for stored in stored_files for file in files_of(stored, wanted, limits)]
    found = [_refuse_unfinished(file, names, wanted) for file in found]
    files = number_files(_hash([claim(file, wanted) for file in found]), wanted)
    return Drop(folder, tuple(_refuse_same_names(files, [pattern for pattern in wanted if pattern.is_literal])), wanted)


def list_files(drop: Drop, patterns: Sequence[str], source: str = "") -> list[DropFile]:
    """Return the files of a drop that match any of the patterns, sorted by name; `source`: the one that sends changes in them."""
    wanted = [parse_pattern(pattern) for pattern in patterns]
    of_source = [file for file in drop.claimed if file.source == source and any(pattern.matches(file.sent_as) for pattern in wanted)]
    return sorted(of_source, key=lambda file: file.name)


def hash_file(path: Path) -> str:
    """Return the sha256 of a regular file's bytes."""
    digest = hashlib.sha256()
    with open_regular(path) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def open_regular(path: Path) -> IO[bytes]:
    """Open a file for reading; one that has become a pipe meanwhile is not waited for."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")


def files_of(stored: StoredFile, patterns: Sequence[Pattern], limits: Limits) -> Iterator[DropFile]:
    """Yield the files of an entry of the folder: itself, or the members of a zip; a folder only if something is to be said of it."""
    if stored.is_folder:
        is_named_like_a_file = extension_of(stored.name) in READABLE
        if stored.fault and any(pattern.enters(stored.name) for pattern in patterns):
            yield DropFile(stored.name, stored, fault=stored.fault, is_claimed=True)
        elif stored.fault or stored.passed_over:
            yield DropFile(stored.name, stored, fault=stored.fault)
        elif is_named_like_a_file and any(pattern.matches(stored.name) for pattern in patterns):
            yield DropFile(stored.name, stored, fault=Fault("it is a folder and no file", "send the file itself"))
        return
    if stored.fault or stored.passed_over or not stored.name.lower().endswith(".zip"):
        yield DropFile(stored.name, stored, size=stored.size, fault=stored.fault)
        return
    try:
        members = list_members(stored.path)
    except Unpackable as error:  # what it holds cannot be known, so that any pattern may mean it
        yield DropFile(stored.name, stored, size=stored.size, fault=error.fault, is_claimed=True)
        return
    wanted = [member for member in members if any(pattern.matches(f"{stored.name}/{member.name}") for pattern in patterns)]
    try:
        refuse_too_much(sum(member.size for member in wanted), stored.size, limits)
    except Unpackable as error:
        yield DropFile(stored.name, stored, size=stored.size, fault=error.fault, is_claimed=True)
        return
    nearly = [member for member in members if any(pattern.why_not(f"{stored.name}/{member.name}") for pattern in patterns)]
    spoken_of = {member.name: member for member in (*wanted, *nearly)}
    for member in spoken_of.values():
        yield DropFile(f"{stored.name}/{member.name}", stored, member.packed_as, member.size, member.fault)
    if not members:
        yield DropFile(stored.name, stored, size=stored.size, fault=Fault("there is no file in it", "pack it and send it again"))
    elif len(spoken_of) < len(members):  # one line for all pictures, letters and archives in it
        yield DropFile(stored.name, stored, size=stored.size, rest=len(members) - len(spoken_of))


def _refuse_unfinished(file: DropFile, names: set[str], patterns: Sequence[Pattern]) -> DropFile:
    """Return a file with a fault where it is an extract that is still being sent; beside the one that it is to replace it is left out."""
    finished = finished_name(file.name)
    if file.fault or not finished or finished in names or not any(pattern.matches(finished) for pattern in patterns):
        return file
    return replace(file, fault=Fault(*UNFINISHED_FAULT), is_claimed=True)


def claim(file: DropFile, patterns: Sequence[Pattern]) -> DropFile:
    """Return a file, claimed if a pattern means it and its name is not passed over."""
    can_be_read = not (file.stored.is_folder or file.rest or _passed_over(file.name))
    return replace(file, is_claimed=file.is_claimed or (can_be_read and any(pattern.matches(file.name) for pattern in patterns)))


def _passed_over(name: str) -> str:
    return next((why for part in name.split("/") if (why := why_passed_over(part))), "")


def _hash(files: Iterable[DropFile]) -> Iterator[DropFile]:
    """Yield the files, those that are claimed with the hash of what lies on the disk."""
    hashed: dict[StoredFile, StoredFile | Fault] = {}
    for file in files:
        if file.is_claimed and not file.fault:
            if file.stored not in hashed:
                try:
                    refuse_too_large(file.stored.size, file.limits)
                    hashed[file.stored] = replace(file.stored, sha256=hash_file(file.stored.path))
                except Unpackable as error:
                    hashed[file.stored] = error.fault
                except OSError as error:
                    hashed[file.stored] = Fault(f"it cannot be read ({error.strerror})", "check the file and who may read it")
            with_hash = hashed[file.stored]
            file = replace(file, fault=with_hash) if isinstance(with_hash, Fault) else replace(file, stored=with_hash)
        yield file


def number_files(files: Iterable[DropFile], patterns: Sequence[Pattern]) -> list[DropFile]:
    """Return the files in the order of their names with their numbers, and with how they are called: those that are claimed first."""
    ordered = sorted(files, key=lambda file: (not file.is_claimed, file.name))
    matching = [[pattern for pattern in patterns if file.is_claimed and pattern.matches(file.sent_as)] for file in ordered]
    times = {pattern: sum(pattern in each for each in matching) for pattern in patterns}
    return [
        replace(file, number=number, shown=_shown(number, each, times))
        for number, (file, each) in enumerate(zip(ordered, matching, strict=True), 1)
    ]


def _shown(number: int, matching: list[Pattern], times: dict[Pattern, int]) -> str:
    """Return how a file is called outside the restricted zone: with words of the settings, and never with its own."""
    only = next((pattern for pattern in matching if pattern.is_literal and times[pattern] == 1), None)
    if only:
        return only.text
    return f"{matching[0].text} (file {number})" if matching else f"file {number}"


def _refuse_same_names(files: list[DropFile], literal: Sequence[Pattern]) -> Iterator[DropFile]:
    """Yield the files, with a fault that whose name is another's in another form, or in other capitals where the settings name one file."""
    first: dict[str, DropFile] = {}
    for file in files:
        names = {file.name, *(pattern.text for pattern in literal if pattern.matches(file.name) and _is_name(file.name, pattern))}
        other = next((first[name] for name in names if name in first), None)
        if file.is_claimed and other:
            wrong = f"it has the same name as file {other.number}, but for capitals or the form of its letters"
            file = replace(file, fault=Fault(wrong, "leave one of the two in the drop"))
        elif file.is_claimed:
            first |= dict.fromkeys(names, file)
        yield file


def _is_name(name: str, pattern: Pattern) -> bool:
    return fold_name(name) == "/".join(pattern.parts)
