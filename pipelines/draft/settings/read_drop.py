"""Reads everything that a drop holds, as far as it can be read: sheets with their columns, and a sentence for each file that cannot."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.drop.inventory import DropFile, list_files
from pipelines.drop.read_file import READABLE, read_file
from pipelines.drop.sheet import ReadOptions, Sheet, UnreadableDrop
from pipelines.raw.headers import identifier_headers
from pipelines.settings.sections import Source
from pipelines.warehouse.table_files import header_words, raw_tables

WORKBOOKS = (".xlsx", ".xls")


@dataclass(frozen=True)
class DropSheet:
    """One sheet of a drop. `chosen` is the sheet's name where its workbook has others that are not like it."""

    sheet: Sheet
    chosen: str = ""


@dataclass(frozen=True)
class ReadDrop:
    """What was read, and a sentence for each file that was not."""

    sheets: tuple[DropSheet, ...]
    unread: tuple[str, ...]


def read_drop(drop: Path) -> ReadDrop:
    """Return the sheets of all files of a drop; whatever cannot be read is said, and the others are read."""
    words = frozenset(word for table in raw_tables() for word in header_words(table)) | identifier_headers(Source(tables={}))
    sheets: list[DropSheet] = []
    unread: list[str] = []
    for file in list_files(drop, ["**/*"]):
        if file.extension not in READABLE:
            unread.append(f"{file.name}: its format is not one that is read ({', '.join(READABLE)})")
            continue
        try:
            sheets += _sheets_of(file, words)
        except UnreadableDrop as error:
            unread.append(str(error))
    return ReadDrop(tuple(one for one in sheets if not one.sheet.rows.is_empty()), tuple(unread))


def _sheets_of(file: DropFile, words: frozenset[str]) -> list[DropSheet]:
    """Return the sheets of a file; those of a workbook that differ in their headers each on its own."""
    try:
        return [DropSheet(sheet) for sheet in read_file(file, header_words=words)]
    except UnreadableDrop:
        names = sheet_names(file)
        if len(names) < 2:
            raise
    found = []
    for name in names:
        try:
            found += [DropSheet(sheet, name) for sheet in read_file(file, ReadOptions(sheet=name), words)]
        except UnreadableDrop:  # a sheet that holds no table, such as notes
            continue
    return found


def sheet_names(file: DropFile) -> list[str]:
    """Return the names of a workbook's sheets; none for another file."""
    if file.extension not in WORKBOOKS:
        return []
    import fastexcel

    try:
        return list(fastexcel.read_excel(file.read_bytes()).sheet_names)
    except fastexcel.FastExcelError:
        return []
