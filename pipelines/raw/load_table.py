"""Loads the files of one table of a source that sends the registry's tables: headers matched, cells de-identified."""

import polars as pl

from pipelines.drop.sheet import Sheet, fold_header
from pipelines.raw.deidentify import TellingColumns, blank_missing, deidentify
from pipelines.raw.headers import identifier_headers, known_headers, match_header
from pipelines.raw.load_sheets import Extract, Loading, note_sheet, read_sheets, refuse_no_rows, store_rows
from pipelines.warehouse.build_tables import fill_table
from pipelines.warehouse.eligibility_rows import criteria_off
from pipelines.warehouse.table_files import table_columns
from schemas.raw.drop import HEADER_IS_KNOWN


def load_table(loading: Loading, extract: Extract) -> None:
    """Load the files of one table of a source that sends the registry's tables."""
    source, table, files = extract.source, extract.table, extract.files
    columns = table_columns(table)
    telling = TellingColumns(
        "patient_id",
        frozenset(column.name for column in columns if column.kind == "text"),
        frozenset(column.name for column in columns if column.is_free_text),
    )
    not_asked = criteria_off(loading.settings.study)
    rows_loaded, met = 0, set()
    for sheet in read_sheets(loading, extract, frozenset(known_headers(table, files))):
        positions = match_header(sheet, table, files, source, not_asked)
        rows = sheet.rows.select(
            *(
                (pl.col(f"c{positions[column.name]}") if column.name in positions else pl.lit(None, pl.String)).alias(column.name)
                for column in columns
            ),
            "source_row",
        ).with_columns(blank_missing(column, source, files) for column in columns)
        rows = deidentify(rows, telling, loading.pseudonyms)
        store_rows(loading, extract, sheet, rows)
        outside = set(range(len(sheet.header))) - set(positions.values())
        note_sheet(loading, extract, sheet, rows, outside)
        left_outside = {fold_header(header) for header, column in files.headers.items() if not column}
        unknown = [sheet.header[position] for position in sorted(outside) if fold_header(sheet.header[position]) not in left_outside]
        _note_unknown(loading, sheet, table, [header for header in unknown if fold_header(header) not in identifier_headers(source)])
        loading.loaded.columns.setdefault(table, set()).update(positions)
        met |= {fold_header(header) for header in sheet.header}
        rows_loaded += rows.height
    if not rows_loaded:
        refuse_no_rows(files, table)
    never_met = [header for header in files.headers if fold_header(header) not in met]
    if never_met:
        message = f"no file of the table has a header that its settings name: {', '.join(never_met)}"
        fill_table(loading.connection, "raw.unknown_headers", [(table, HEADER_IS_KNOWN.id, None, None, message)])


def _note_unknown(loading: Loading, sheet: Sheet, table: str, headers: list[str]) -> None:
    if headers:
        message = f"the registry does not know these columns of the file, which stay outside: {', '.join(headers)}"
        fill_table(loading.connection, "raw.unknown_headers", [(table, HEADER_IS_KNOWN.id, sheet.file, sheet.name, message)])
