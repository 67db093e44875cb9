"""Loads the files of one table of a source that sends the registry's tables: sheets reshaped, headers matched, cells de-identified."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from pipelines.drop.sheet import Sheet, fold_header
from pipelines.raw.births import with_century
from pipelines.raw.date_system import read_day_numbers, refuse_two_systems
from pipelines.raw.deidentify import TellingColumns, blank_missing, deidentify
from pipelines.raw.headers import identifier_headers, known_headers, match_header, words_of_header
from pipelines.raw.load_sheets import Extract, Loading, note_sheet, read_sheets, refuse_no_rows, store_rows
from pipelines.raw.patient_numbers import put_zeros_back, width_of
from pipelines.raw.reshape.join import join_sheets
from pipelines.raw.reshape.reshape import mark_blanks, reshape_sheet
from pipelines.raw.rows_left_out import leave_out_rows
from pipelines.raw.unknown_headers import ReadHeaders, note_headers_never_met
from pipelines.warehouse.eligibility_rows import criteria_off
from pipelines.warehouse.table_files import table_columns
from schemas.column import PATIENT_ID


def load_table(loading: Loading, extract: Extract) -> None:
    """Load the files of one table of a source that sends the registry's tables; what is wrong with a sheet is kept among the faults."""
    table, files = extract.table, extract.files
    rows_loaded, met, faults_before = 0, set(), len(loading.faults)
    for sent in _sheets_of(loading, extract):
        met |= {fold_header(header) for header in sent.header}
        with loading.faults.kept():
            rows_loaded += _load_sheet(loading, extract, sent)
    if not rows_loaded and len(loading.faults) == faults_before:
        refuse_no_rows(loading, files, table)
    named = (*files.headers, *files.wide, *files.parts, *files.leave_out, *files.only)
    note_headers_never_met(loading.connection, table, [header for header in named if fold_header(header) not in met])


def _load_sheet(loading: Loading, extract: Extract, sent: Sheet) -> int:
    """Load a sheet of a table and return how many rows it has; raise UnreadableDrop where it is not as it must be."""
    source, table, files = extract.source, extract.table, extract.files
    columns = table_columns(table)
    texts = frozenset(column.name for column in columns if column.kind == "text" and not column.number_of)
    sheet = reshape_sheet(sent, table, files, source)
    positions = match_header(sheet, table, files, source, criteria_off(loading.settings.study))
    rows = sheet.rows.select(
        *(
            (pl.col(f"c{positions[column.name]}") if column.name in positions else pl.lit(None, pl.String)).alias(column.name)
            for column in columns
        ),
        "source_row",
    ).with_columns(blank_missing(column, source, files) for column in columns)
    births = [column.name for column in columns if column.is_day_of_birth and files.births_from]
    rows = rows.with_columns(with_century(name, files.births_from or 0) for name in births)
    rows = rows.with_columns(with_unit(name, unit) for name, unit in files.unit_of.items())
    rows = read_day_numbers(rows, sheet, [column.name for column in columns if column.kind in ("date", "datetime")])
    rows = deidentify(rows, TellingColumns("patient_id", texts, texts, width_of(source, files)), loading.pseudonyms)
    store_rows(loading, extract, sheet, rows)
    outside = set(range(len(sheet.header))) - set(positions.values())
    note_sheet(loading, extract, sheet, rows, outside)
    left_outside = {fold_header(header) for header, column in files.headers.items() if not column} | identifier_headers(source)
    left_outside |= _note_deletions(loading, extract, sheet) | {fold_header(header) for header in (*files.leave_out, *files.only)}
    unknown = tuple(sheet.header[position] for position in sorted(outside) if fold_header(sheet.header[position]) not in left_outside)
    loading.loaded.headers.append(ReadHeaders(table, sheet.file, sheet.name, frozenset(sent.header) - set(unknown), unknown))
    loading.loaded.columns.setdefault(table, set()).update(positions)
    return rows.height


def _note_deletions(loading: Loading, extract: Extract, sheet: Sheet) -> set[str]:
    """Keep where the rows stand that say that what they are about is gone; return the headers that say so, folded."""
    headers = {fold_header(header): word.strip().casefold() for header, word in extract.files.deletes.items()}
    for position, header in enumerate(sheet.header):
        if word := headers.get(fold_header(header)):
            says_so = sheet.rows.filter(pl.col(f"c{position}").str.strip_chars().str.to_lowercase() == word)
            places = says_so["source_row"].to_list()
            loading.loaded.deletions += [(extract.table, sheet.file, sheet.name, place) for place in places]
    return set(headers)


def _sheets_of(loading: Loading, extract: Extract) -> Iterable[Sheet]:
    """Return the sheets of a table's files, with the columns of those that are joined to them by the patient number."""
    known = known_headers(extract.table, extract.files)
    width = width_of(extract.source, extract.files)

    def read(some: Extract) -> Iterator[Sheet]:
        words = words_of_header(some.table, some.files, some.source)
        return (put_zeros_back(leave_out_rows(sheet, some.files), known, width) for sheet in read_sheets(loading, some, words))

    sheets: Iterable[Sheet] = read(extract)
    for pattern in extract.files.joined:
        beside = replace(extract, files=extract.files.model_copy(update={"files": [pattern], "joined": []}))
        for other in read(beside):
            sheets = list(sheets)
            for sheet in sheets:
                refuse_two_systems(sheet, other)
            sheets = join_sheets(sheets, mark_blanks(other, extract.table, extract.files), known, PATIENT_ID.name)
    return sheets


def with_unit(column: str, unit: str) -> pl.Expr:
    """Return a column with its unit behind every number that has none, as staging reads it."""
    return (
        pl.when(pl.col(column).str.contains(r"\d\s*$"))
        .then(pl.col(column).str.strip_chars() + f" {unit}")
        .otherwise(pl.col(column))
        .alias(column)
    )
