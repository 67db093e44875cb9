"""Loads a source of another shape: its sheets as they are, of which the hospital's own SQL makes the raw tables."""

from collections.abc import Collection

import polars as pl

from pipelines.drop.sheet import Sheet, UnreadableDrop, fold_header
from pipelines.raw.date_system import refuse_day_numbers
from pipelines.raw.deidentify import TellingColumns, blank_missing_of, deidentify
from pipelines.raw.headers import identifier_headers
from pipelines.raw.last_rows import quarantine_cut_rows
from pipelines.raw.load_sheets import ORIGIN, Extract, Loading, note_sheet, read_sheets, refuse_no_rows, store_rows
from pipelines.raw.patient_numbers import width_of, with_zeros
from pipelines.raw.run_own_sql import columns_read, run_own_sql
from pipelines.raw.unknown_headers import ReadHeaders, note_headers_never_met
from pipelines.settings.own_sql import selects_of
from pipelines.settings.sections import Source
from pipelines.warehouse.table_files import table_of
from schemas.role import PATIENTS


def load_shape(loading: Loading, source_name: str, source: Source) -> None:
    """Load a source of another shape: its sheets as they are into source.<sheet>, then its SQL makes raw tables of them.

    What is wrong with a sheet is kept among the faults. Raises UnusableSettings where the SQL is at fault.
    """
    home = _home(source)
    read = columns_read(source)
    for name, files in source.tables.items():
        with loading.faults.kept():
            extract = Extract(source_name, source, name, files)
            rows_loaded, met, faults_of_others = 0, set(), len(loading.faults)
            words = frozenset(fold_header(header) for header in (*read, *files.headers, files.patient_id_column))
            for sheet in read_sheets(loading, extract, words | identifier_headers(source)):
                met |= {fold_header(header) for header in sheet.header}
                with loading.faults.kept():
                    rows_loaded += _load_sheet(loading, extract, sheet, (home, read))
            if not rows_loaded and len(loading.faults) == faults_of_others:
                refuse_no_rows(loading, files, name)
            note_headers_never_met(loading.connection, home, [header for header in files.headers if fold_header(header) not in met])
    if loading.faults:
        return  # the SQL would look for what is not there
    quarantine_cut_rows(loading, source_name)
    run_own_sql(loading.connection, source)
    # a line that could not be read would have been a row of each table; it is counted with the first
    for name in source.tables:
        loading.connection.execute('update raw.broken_rows set "table" = ? where "table" = ?', [home, name])


def _load_sheet(loading: Loading, extract: Extract, sheet: Sheet, home_and_read: tuple[str, Collection[str]]) -> int:
    """Load a sheet and return how many rows it has; raise UnreadableDrop where it is not as it must be."""
    (home, read), source, files = home_and_read, extract.source, extract.files
    inside, outside = _columns_of(sheet, extract)
    rows = sheet.rows.select(*(pl.col(f"c{position}").alias(header) for header, position in inside.items()), "source_row")
    rows = rows.with_columns(blank_missing_of(header, set(), source, files) for header in inside)
    patient, width = files.patient_id_column, width_of(source, files)
    rows = rows.with_columns(with_zeros(rows[patient], width)) if width else rows
    rows = deidentify(rows, TellingColumns(patient, frozenset(inside), width=width), loading.pseudonyms)
    store_rows(loading, extract, sheet, rows)
    note_sheet(loading, extract, sheet, rows, outside)
    unread = {header for header in inside if header.lower() not in read} - {files.patient_id_column}
    left_outside = {fold_header(header) for header in files.headers}
    unknown = tuple(header for header in sheet.header if header in unread and fold_header(header) not in left_outside)
    loading.loaded.headers.append(ReadHeaders(home, sheet.file, sheet.name, frozenset(inside) - unread, unknown))
    loading.loaded.columns.setdefault(f"sheet {extract.table}", set()).update(set(inside) - unread)
    return rows.height


def _home(source: Source) -> str:
    """Return the table to which is counted what is said of a whole sheet."""
    tables = sorted(selects_of(source))
    return table_of(PATIENTS) if table_of(PATIENTS) in tables else tables[0]


def _columns_of(sheet: Sheet, extract: Extract) -> tuple[dict[str, int], set[int]]:
    """Return the columns of a sheet that are loaded, by header, and the positions of those that name people."""
    _refuse_reserved_headers(sheet)
    refuse_day_numbers(sheet)
    patient_column = extract.files.patient_id_column
    if patient_column not in sheet.header:
        raise UnreadableDrop(
            sheet.shown or sheet.file,
            f"the header does not have the column {patient_column}, which the settings name for the patient number",
            "correct patient_id_column in the settings, or send the sheet with it",
            rule="CV-002",
        )
    dropped = identifier_headers(extract.source)
    outside = {position for position, header in enumerate(sheet.header) if fold_header(header) in dropped}
    return {header: position for position, header in enumerate(sheet.header) if position not in outside}, outside


def _refuse_reserved_headers(sheet: Sheet) -> None:
    reserved = {"origin", "patient_id", *ORIGIN} & {header.lower() for header in sheet.header}
    if reserved:
        wrong = f"a column is called {min(reserved)}, a name that the registry uses itself"
        raise UnreadableDrop(sheet.shown or sheet.file, wrong, "rename the column", rule="CV-002")
