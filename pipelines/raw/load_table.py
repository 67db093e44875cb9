"""Loads the files of one table of a source that sends the registry's tables: headers matched, cells passed through the door."""

import polars as pl

from pipelines.drop.sheet import Page, fold_header
from pipelines.raw.deidentify import blank_missing, pass_door
from pipelines.raw.headers import identifier_headers, known_headers, match_header
from pipelines.raw.load_sheets import Loading, note_page, read_pages, refuse_no_rows, store_rows
from pipelines.settings.sections import Source, Table
from pipelines.warehouse.table_files import table_columns


def load_table(loading: Loading, source_name: str, source: Source, table: str, files: Table) -> None:
    """Load the files of one table of a source that sends the registry's tables."""
    columns = table_columns(table)
    open_text = {column.name for column in columns if column.kind == "text"}
    free_text = {column.name for column in columns if column.is_free_text}
    rows_loaded, met = 0, set()
    for page in read_pages(loading, source_name, table, source, files, frozenset(known_headers(table, files))):
        positions = match_header(page, table, files, source)
        rows = page.rows.select(
            *(
                (pl.col(f"c{positions[column.name]}") if column.name in positions else pl.lit(None, pl.String)).alias(column.name)
                for column in columns
            ),
            "source_row",
        ).with_columns(blank_missing(column, source, files) for column in columns)
        rows = pass_door(rows, "patient_id", open_text, free_text, loading.settings, loading.key)
        store_rows(loading, f"raw.{table}", rows, page, source_name, source, files)
        outside = set(range(len(page.header))) - set(positions.values())
        note_page(loading, page, table, rows, outside, source)
        left_outside = {fold_header(header) for header, column in files.headers.items() if not column}
        unknown = [page.header[position] for position in sorted(outside) if fold_header(page.header[position]) not in left_outside]
        _note_unknown(loading, page, table, [header for header in unknown if fold_header(header) not in identifier_headers(source)])
        loading.loaded.columns.setdefault(table, set()).update(positions)
        met |= {fold_header(header) for header in page.header}
        rows_loaded += rows.height
    if not rows_loaded:
        refuse_no_rows(files, table)
    never_met = [header for header in files.headers if fold_header(header) not in met]
    if never_met:
        message = f"no file of the table has a header that its settings name: {', '.join(never_met)}"
        loading.connection.execute("insert into raw.unknown_headers values (?, null, null, ?)", [table, message])


def _note_unknown(loading: Loading, page: Page, table: str, headers: list[str]) -> None:
    if headers:
        message = f"the registry does not know these columns of the file, which stay outside: {', '.join(headers)}"
        loading.connection.execute("insert into raw.unknown_headers values (?, ?, ?, ?)", [table, page.file, page.sheet, message])
