"""A source that sends changes: to what lies in the drop comes what it has sent before, from the store, each sending under its number.

The first sending of a source is its whole extract. Of a file that lies in the drop still, as the last sending that had it, nothing is new.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.drop.inventory import Drop, DropFile, claim, files_of, number_files
from pipelines.drop.patterns import Pattern, parse_pattern
from pipelines.drop.stored_file import StoredFile
from pipelines.settings.sections import Limits, Settings, Source


@dataclass(frozen=True)
class SentBefore:
    """One file of a sending: its path in the drop then, the hash of its bytes, the number of the sending, and where it is kept."""

    path: str
    sha256: str
    number: int
    kept: Path


def with_sendings(drop: Drop, settings: Settings, before: Mapping[str, Sequence[SentBefore]]) -> Drop:
    """Return the drop with the files of all sendings of the sources that send changes; tonight's have the number after the last."""
    sending = {name: source for name, source in settings.sources.items() if source.sends == "changes"}
    if not sending:
        return drop
    whole = [pattern for source in settings.sources.values() if source.sends == "all" for pattern in patterns_of(source)]
    files = [file for file in drop.files if _stays(file, whole, [patterns_of(source) for source in sending.values()])]
    for name, source in sending.items():
        sent = before.get(name, ())
        files += _kept(name, patterns_of(source), sent, settings.limits)
        files += _of_tonight(name, patterns_of(source), sent, drop)
    return replace(drop, files=tuple(number_files(files, drop.patterns)))


def patterns_of(source: Source) -> list[Pattern]:
    """Return the patterns of the files of a source."""
    return [parse_pattern(text) for files in source.tables.values() for text in (*files.files, *files.joined)]


def _stays(file: DropFile, whole: Sequence[Pattern], of_changes: Sequence[Sequence[Pattern]]) -> bool:
    """Say whether a file is of the drop as it lies there: nothing claims it, it has a fault, or a source that sends all claims it."""
    if not file.is_claimed or file.fault:
        return True
    is_of_changes = any(pattern.matches(file.name) for patterns in of_changes for pattern in patterns)
    return not is_of_changes or any(pattern.matches(file.name) for pattern in whole)


def _kept(name: str, patterns: Sequence[Pattern], before: Sequence[SentBefore], limits: Limits) -> Iterator[DropFile]:
    for one in before:
        found = os.stat(one.kept)
        stored = StoredFile(one.path, one.kept, found.st_size, found.st_mtime_ns, one.sha256, sent_as=one.path)
        for file in files_of(stored, patterns, limits):
            claimed = claim(replace(file, limits=limits), patterns)
            if claimed.is_claimed:
                yield _numbered(claimed, name, one.number)


def _of_tonight(name: str, patterns: Sequence[Pattern], before: Sequence[SentBefore], drop: Drop) -> Iterator[DropFile]:
    last = {one.path: one.sha256 for one in sorted(before, key=lambda one: one.number)}
    number = max((one.number for one in before), default=0) + 1
    for file in drop.claimed:
        is_new = last.get(path_in(drop, file.stored)) != file.sha256
        if is_new and not file.fault and any(pattern.matches(file.name) for pattern in patterns):
            yield _numbered(file, name, number)


def path_in(drop: Drop, stored: StoredFile) -> str:
    """Return the path of a file in the drop, as the system has it; of one from the store, that which it had."""
    return stored.sent_as or os.path.relpath(stored.path, os.path.realpath(drop.folder))


def _numbered(file: DropFile, source: str, number: int) -> DropFile:
    stored = replace(file.stored, sending=number)
    return replace(file, name=stored.prefix + file.name, stored=replace(stored, name=stored.prefix + stored.name), source=source)
