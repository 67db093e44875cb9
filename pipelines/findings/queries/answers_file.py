"""Reads a list of queries that came back filled in: a workbook of any kind or a CSV file, its rows in any order, some deleted.

The file of answers that the review page saves is such a CSV file.
"""

from collections.abc import Mapping
from glob import escape
from pathlib import Path

from pipelines.drop.foreign_process import ForeignProcess
from pipelines.drop.inventory import take_inventory
from pipelines.drop.read_file import read_file
from pipelines.drop.sheet import ReadOptions, Sheet, UnreadableDrop, fold_header
from pipelines.findings.queries.answers import Answer
from pipelines.findings.queries.query_words import COLUMNS
from pipelines.findings.spreadsheet_text import as_typed
from pipelines.settings.sections import Limits

NEEDED = ("query", "fingerprint", "answer", "field", "new_value", "comment", "by", "date")
TITLES = {fold_header(title): column.name for column in COLUMNS for title in (column.name, *column.title.values())}


def read_answers(path: Path) -> list[Answer]:
    """Return the rows of the list; raise UnreadableDrop where it cannot be read or lacks a column that an answer needs."""
    limits = Limits()
    drop = take_inventory(path.parent, [escape(path.name)], limits)
    file = next((one for one in drop.files if one.is_claimed and one.name == path.name), None)
    if file is None:
        raise UnreadableDrop(str(path), "there is no such file", "name the list that came back with FILE=file")
    with ForeignProcess(limits.memory_gb, limits.seconds) as foreign:
        sheets = read_file(file, ReadOptions(footer_counts_rows=False, each_sheet=True), frozenset(TITLES), reading=foreign.read)
    for sheet in sheets:
        places = _places(sheet)
        if set(NEEDED) <= places.keys():
            return [_answer(row, places) for row in sheet.rows.iter_rows(named=True)]
    best = max(map(_places, sheets), key=len, default={})
    missing = ", ".join(f'"{column.title["en"]}"' for column in COLUMNS if column.name in NEEDED and column.name not in best)
    raise UnreadableDrop(
        path.name, f"it is no list of queries: the columns {missing} are not there", "answer in the list as it was written"
    )


def _places(sheet: Sheet) -> dict[str, str]:
    """Return the column of the rows in which each column of the list stands."""
    return {TITLES[fold_header(cell or "")]: f"c{place}" for place, cell in enumerate(sheet.header) if fold_header(cell or "") in TITLES}


def _answer(row: Mapping[str, object], places: Mapping[str, str]) -> Answer:
    def cell(name: str) -> str:
        return as_typed(str(row.get(places.get(name, "")) or "").strip())

    return Answer(
        place=int(str(row["source_row"])),
        query_no=cell("query"),
        fingerprint=cell("fingerprint"),
        answer=cell("answer"),
        field=cell("field"),
        value=cell("new_value"),
        comment=cell("comment"),
        by=cell("by"),
        day=cell("date"),
        until=cell("until"),
    )
