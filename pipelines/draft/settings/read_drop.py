"""Reads everything that a drop holds, as far as it can be read: sheets with their columns, and a sentence for each file that cannot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.drop.encodings import RIVALS
from pipelines.drop.foreign_process import ForeignProcess
from pipelines.drop.formats import READABLE
from pipelines.drop.inventory import DropFile, take_inventory
from pipelines.drop.read_file import ForeignReading, read_file
from pipelines.drop.sheet import ReadOptions, Sheet, UnreadableDrop
from pipelines.raw.headers import identifier_headers
from pipelines.run.file_list import NOT_FOR_US
from pipelines.settings.sections import Limits, Source
from pipelines.warehouse.table_files import header_words, raw_tables

EVERYTHING = ["**/*"]


@dataclass(frozen=True)
class DropSheet:
    """One sheet of a drop. `chosen` is its name where its workbook has others unlike it, `encoding` a likely one where it is in doubt."""

    sheet: Sheet
    chosen: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class ReadDrop:
    """What was read, and a sentence for each file that was not."""

    sheets: tuple[DropSheet, ...]
    unread: tuple[str, ...]


def read_drop(folder: Path) -> ReadDrop:
    """Return the sheets of all files of a drop; whatever cannot be read is said, and the others are read."""
    words = frozenset(word for table in raw_tables() for word in header_words(table)) | identifier_headers(Source(tables={}))
    sheets: list[DropSheet] = []
    unread: list[str] = []
    doubtful: list[tuple[DropFile, str]] = []
    limits = Limits()
    drop = take_inventory(folder, EVERYTHING, limits)
    with ForeignProcess(limits.memory_gb, limits.seconds) as foreign:
        for file in drop.files:
            try:
                if not file.is_claimed:
                    unread += [f"{without_numbers(file.name)}: {drop.why_not_taken(file)}"] if file.extension in READABLE else []
                elif file.extension in READABLE:
                    found = _sheets_of(file, words, foreign.read)
                    unread += [] if found else [f"{without_numbers(file.name)}: no sheet of it has a header that could be made out"]
                    sheets += found
                elif file.name.rsplit("/", 1)[-1] not in NOT_FOR_US:
                    unread.append(f"{without_numbers(file.name)}: its format is not one that is read ({', '.join(READABLE)})")
            except UnreadableDrop as error:
                if error.rule == "CV-005":
                    doubtful.append((file, str(error)))
                else:
                    unread.append(f"{without_numbers(file.name)}: {error}")
    for file, sentence in doubtful:
        found = _in_likely_encoding(file, words, [one.sheet.encoding for one in sheets])
        unread += [] if found else [f"{without_numbers(file.name)}: {sentence}"]
        sheets += found
    return ReadDrop(tuple(one for one in sheets if not one.sheet.rows.is_empty()), tuple(unread))


def without_numbers(name: str) -> str:
    """Return a file's name with a star for a number so long that it may be a patient's."""
    return re.sub(r"\d{6,}", "*", name)


def _sheets_of(file: DropFile, words: frozenset[str], reading: ForeignReading) -> list[DropSheet]:
    """Return the sheets of a file; those of a workbook that differ in their headers each by its name."""
    sheets = read_file(file, ReadOptions(each_sheet=True), words, reading=reading)
    is_one = len({sheet.header for sheet in sheets}) == 1
    return [DropSheet(sheet, "" if is_one else sheet.name) for sheet in sheets]


def _in_likely_encoding(file: DropFile, words: frozenset[str], met: Sequence[str]) -> list[DropSheet]:
    """Return the sheet of a text whose encoding is in doubt, in that of another file of the drop or CP949; nothing if none fits."""
    for encoding in dict.fromkeys((*(name for name in met if name in RIVALS), "cp949")):
        try:
            sheets = read_file(file, ReadOptions(encoding=encoding, each_sheet=True), words)
        except UnreadableDrop:
            continue
        return [DropSheet(sheet, encoding=encoding) for sheet in sheets if not any(row.rule == "CV-005" for row in sheet.broken)]
    return []
