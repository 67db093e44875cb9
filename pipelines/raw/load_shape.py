"""Loads a source of another shape: its sheets as they are, of which its SQL makes the raw tables."""

import re

import duckdb
import polars as pl

from pipelines.drop.sheet import Sheet, UnreadableDrop, fold_header
from pipelines.raw.date_system import refuse_day_numbers
from pipelines.raw.deidentify import TellingColumns, blank_missing_of, deidentify
from pipelines.raw.headers import identifier_headers
from pipelines.raw.last_rows import quarantine_cut_rows
from pipelines.raw.load_sheets import ORIGIN, Extract, Loading, note_sheet, read_sheets, refuse_no_rows, store_rows
from pipelines.settings.sections import Source
from pipelines.warehouse.build_order import build_order
from pipelines.warehouse.build_tables import load_macros
from pipelines.warehouse.sql_files import SQL
from pipelines.warehouse.table_files import table_of
from schemas.role import PATIENTS

SOURCES = SQL / "sources"


def load_shape(loading: Loading, source_name: str, source: Source) -> None:
    """Load a source of another shape: its sheets as they are into source.<sheet>, then its SQL makes raw tables of them."""
    folder = SOURCES / source.shape
    for name, files in source.tables.items():
        extract = Extract(source_name, source, name, files)
        patient_column = files.patient_id_column
        rows_loaded = 0
        for sheet in read_sheets(loading, extract, frozenset()):
            _refuse_reserved_headers(sheet)
            refuse_day_numbers(sheet)
            if patient_column not in sheet.header:
                raise UnreadableDrop(
                    sheet.shown or sheet.file,
                    f"the header does not have the column {patient_column}, which the settings name for the patient number",
                    "correct patient_id_column in the settings, or send the sheet with it",
                    rule="CV-002",
                )
            outside = {position for position, header in enumerate(sheet.header) if fold_header(header) in identifier_headers(source)}
            inside = {header: position for position, header in enumerate(sheet.header) if position not in outside}
            rows = sheet.rows.select(*(pl.col(f"c{position}").alias(header) for header, position in inside.items()), "source_row")
            rows = rows.with_columns(blank_missing_of(header, set(), source, files) for header in inside)
            rows = deidentify(rows, TellingColumns(patient_column, frozenset(inside)), loading.pseudonyms)
            store_rows(loading, extract, sheet, rows)
            note_sheet(loading, extract, sheet, rows, outside)
            rows_loaded += rows.height
        if not rows_loaded:
            refuse_no_rows(files, name)
    quarantine_cut_rows(loading, source_name)
    load_macros(loading.connection, "sources")
    tables = build_order(loading.connection, folder, "raw")
    for table in tables:
        select = (folder / f"{table}.sql").read_text(encoding="utf-8")
        try:
            loading.connection.execute(f"insert into raw.{table} by name select unnest(origin), * exclude (origin) from ({select})")
        except duckdb.BinderException as error:
            lost = re.search(r'Referenced column "([^"]+)" not found', str(error))  # a name that stands in our SQL
            if not lost:
                raise
            raise UnreadableDrop(
                ", ".join(pattern for files in source.tables.values() for pattern in files.files),
                f"no sheet has the column {lost[1]}, which {table} of the shape {source.shape} is made from",
                "send the sheet with it",
                rule="CV-002",
            ) from None
    # a line that could not be read would have been a row of each table; it is counted with the first
    home = table_of(PATIENTS) if table_of(PATIENTS) in tables else tables[0]
    for name in source.tables:
        loading.connection.execute('update raw.broken_rows set "table" = ? where "table" = ?', [home, name])


def _refuse_reserved_headers(sheet: Sheet) -> None:
    reserved = {"origin", "patient_id", *ORIGIN} & {header.lower() for header in sheet.header}
    if reserved:
        wrong = f"a column is called {min(reserved)}, a name that the registry uses itself"
        raise UnreadableDrop(sheet.shown or sheet.file, wrong, "rename the column", rule="CV-002")
