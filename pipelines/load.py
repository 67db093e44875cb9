"""Loads a drop: every physical row of every file arrives in raw as text, with its file, sheet and row, and without identifiers."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from pipelines.contract import ROOT, raw_tables, table_columns
from pipelines.door import blank_missing, blank_missing_of, pass_door
from pipelines.drop import is_hidden, list_files
from pipelines.headers import identifier_headers, known_headers, match_header
from pipelines.page import Page, ReadOptions, UnreadableDrop, fold_header
from pipelines.pseudonym import IDENTIFIER, SYNTHETIC_MARKER, refuse_telling_name
from pipelines.read_file import read_file
from pipelines.settings import Settings, Source, Table
from pipelines.warehouse import build_order, load_macros

SOURCES = ROOT / "sql" / "sources"
ORIGIN = {  # where a row of raw comes from, and how its file is written
    "row_key": "varchar",
    "patient_id_status": "varchar",
    "source": "varchar",
    "source_file": "varchar",
    "sheet": "varchar",
    "source_row": "bigint",
    "has_identifier": "boolean",
    "date_order": "varchar",
    "decimal_mark": "varchar",
}


@dataclass
class Loaded:
    """What was read: per file and sheet the rows, those counted out, and what stayed outside; and the files nobody asked for."""

    pages: list[dict[str, object]] = field(default_factory=list)
    columns: dict[str, set[str]] = field(default_factory=dict)  # per table: those that at least one file has
    unclaimed: list[str] = field(default_factory=list)

    def count(self, what: str) -> int:
        """Return one of the pages' counts, summed."""
        return sum(page[what] for page in self.pages)


@dataclass(frozen=True)
class Loading:
    """What all steps of one load share."""

    connection: duckdb.DuckDBPyConnection
    drop: Path
    settings: Settings
    key: bytes
    on_rows: Callable[[int], None] | None
    loaded: Loaded


def load_drop(
    connection: duckdb.DuckDBPyConnection,
    drop: Path,
    settings: Settings,
    key: bytes,
    on_rows: Callable[[int], None] | None = None,
) -> Loaded:
    """Fill raw.<table> for every table; raise UnreadableDrop when a file, a header or a whole extract is not as it must be."""
    loading = Loading(connection, drop, settings, key, on_rows, Loaded())
    for table in raw_tables():
        columns = ORIGIN | {column.name: "varchar" for column in table_columns(table)}
        connection.execute(f"create table raw.{table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    filled: set[str] = set()
    for name, source in settings.sources.items():
        if source.shape == "tables":
            for table, files in source.tables.items():
                _load_table(loading, name, source, table, files)
            filled |= set(source.tables)
        else:
            filled |= _load_shape(loading, name, source)
    _check_all_sent(drop, filled, settings)
    for table in raw_tables():
        _name_rows(connection, table)
    loading.loaded.unclaimed = _unclaimed(drop, loading.loaded)
    return loading.loaded


def refuse_vanished_columns(loaded: Loaded, last: dict[str, object]) -> None:
    """Raise UnreadableDrop (CV-002) where no file of a table has a column any more that the last release had."""
    for table, columns in last.get("columns", {}).items():
        vanished = sorted(set(columns) - loaded.columns.get(table, set())) if table in loaded.columns else []
        if vanished:
            raise UnreadableDrop(
                f"the extract of {table}",
                f"no file has the column {', '.join(vanished)} any more, which the last release had",
                "send it again, say in headers of the settings how it is called now, or give an override_reason under [gate]",
                rule="CV-002",
            )


def _load_table(loading: Loading, source_name: str, source: Source, table: str, files: Table) -> None:
    """Load the files of one table of a source that sends the registry's tables."""
    columns = table_columns(table)
    open_text = {column.name for column in columns if column.kind == "text"}
    free_text = {column.name for column in columns if column.is_free_text}
    rows_loaded, met = 0, set()
    for page in _pages(loading, source_name, table, source, files, frozenset(known_headers(table, files))):
        positions = match_header(page, table, files, source)
        rows = page.rows.select(
            *(
                (pl.col(f"c{positions[column.name]}") if column.name in positions else pl.lit(None, pl.String)).alias(column.name)
                for column in columns
            ),
            "source_row",
        ).with_columns(blank_missing(column, source, files) for column in columns)
        rows = pass_door(rows, "patient_id", open_text, free_text, loading.settings, loading.key)
        _store(loading, f"raw.{table}", rows, page, source_name, source, files)
        outside = set(range(len(page.header))) - set(positions.values())
        _note(loading, page, table, rows, outside, source)
        left_outside = {fold_header(header) for header, column in files.headers.items() if not column}
        unknown = [page.header[position] for position in sorted(outside) if fold_header(page.header[position]) not in left_outside]
        _note_unknown(loading, page, table, [header for header in unknown if fold_header(header) not in identifier_headers(source)])
        loading.loaded.columns.setdefault(table, set()).update(positions)
        met |= {fold_header(header) for header in page.header}
        rows_loaded += rows.height
    if not rows_loaded:
        _refuse_no_rows(files, table)
    never_met = [header for header in files.headers if fold_header(header) not in met]
    if never_met:
        message = f"no file of the table has a header that its settings name: {', '.join(never_met)}"
        loading.connection.execute("insert into raw.unknown_headers values (?, null, null, ?)", [table, message])


def _load_shape(loading: Loading, source_name: str, source: Source) -> set[str]:
    """Load a source of another shape: its sheets as they are into source.<sheet>, then its SQL makes raw tables of them."""
    folder = SOURCES / source.shape
    for sheet, files in source.tables.items():
        patient_column = files.patient_id_column
        rows_loaded = 0
        for page in _pages(loading, source_name, sheet, source, files, frozenset()):
            _refuse_reserved_headers(page)
            if patient_column not in page.header:
                raise UnreadableDrop(
                    page.file,
                    f"the header does not have the column {patient_column}, which the settings name for the patient number",
                    "correct patient_id_column in the settings, or send the sheet with it",
                    rule="CV-002",
                )
            outside = {position for position, header in enumerate(page.header) if fold_header(header) in identifier_headers(source)}
            inside = {header: position for position, header in enumerate(page.header) if position not in outside}
            rows = page.rows.select(*(pl.col(f"c{position}").alias(header) for header, position in inside.items()), "source_row")
            rows = rows.with_columns(blank_missing_of(header, set(), source, files) for header in inside)
            rows = pass_door(rows, patient_column, set(inside), set(), loading.settings, loading.key)
            _store(loading, f"source.{sheet}", rows, page, source_name, source, files)
            _note(loading, page, sheet, rows, outside, source)
            rows_loaded += rows.height
        if not rows_loaded:
            _refuse_no_rows(files, sheet)
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
    home = "patients" if "patients" in tables else tables[0]
    for sheet in source.tables:
        loading.connection.execute('update raw.broken_rows set "table" = ? where "table" = ?', [home, sheet])
    return set(tables)


def _refuse_reserved_headers(page: Page) -> None:
    reserved = {"origin", "patient_id", *ORIGIN} & {header.lower() for header in page.header}
    if reserved:
        raise UnreadableDrop(
            page.file, f"a column is called {min(reserved)}, a name that the registry uses itself", "rename the column", rule="CV-002"
        )


def _note_unknown(loading: Loading, page: Page, table: str, headers: list[str]) -> None:
    if headers:
        message = f"the registry does not know these columns of the file, which stay outside: {', '.join(headers)}"
        loading.connection.execute("insert into raw.unknown_headers values (?, ?, ?, ?)", [table, page.file, page.sheet, message])


def _pages(loading: Loading, source_name: str, table: str, source: Source, files: Table, words: frozenset[str]) -> Iterator[Page]:
    matches = list_files(loading.drop, files.files)
    if not matches:
        raise UnreadableDrop(
            ", ".join(files.files),
            f"no such file in the drop, but {table} of source {source_name} comes from it",
            "send the extract, or correct files in registry.toml",
        )
    options = ReadOptions(
        encoding=files.encoding or source.encoding or "auto",
        delimiter=files.delimiter or source.delimiter or "auto",
        sheet=files.sheet,
    )
    for file in matches:
        for page in read_file(file, options, words, loading.on_rows):
            refuse_telling_name(page.file, page.sheet)
            yield page


def _store(loading: Loading, target: str, rows: pl.DataFrame, page: Page, source_name: str, source: Source, files: Table) -> None:
    stored = rows.with_columns(
        source=pl.lit(source_name),
        source_file=pl.lit(page.file),
        sheet=pl.lit(page.sheet),
        date_order=pl.lit(files.date_order or source.date_order or "ymd"),
        decimal_mark=pl.lit(files.decimal_mark or source.decimal_mark or "."),
    )
    is_shaped = target.startswith("source.")
    if is_shaped:  # its SQL passes on where a row came from as one column, origin
        origin = [name for name in ORIGIN if name in stored.columns]
        stored = stored.select(pl.struct(origin).alias("origin"), pl.all().exclude(origin))
    loading.connection.register("page_rows", stored)
    if is_shaped:
        loading.connection.execute(f"create table if not exists {target} as from page_rows limit 0")
    loading.connection.execute(f"insert into {target} by name from page_rows")
    loading.connection.unregister("page_rows")


def _note(loading: Loading, page: Page, table: str, rows: pl.DataFrame, outside: set[int], source: Source) -> None:
    """Keep the page's broken rows, and count what was read and what stayed outside."""
    loading.connection.executemany(
        "insert into raw.broken_rows values (?, ?, ?, ?, ?, ?)",
        [(table, row.rule, page.file, page.sheet, row.source_row, row.reason) for row in page.broken],
    ) if page.broken else None
    identifiers = {position for position in outside if fold_header(page.header[position]) in identifier_headers(source)}
    loading.loaded.pages.append(
        {
            "file": page.file,
            "sheet": page.sheet,
            "table": table,
            "encoding": page.encoding,
            "read": rows.height + len(page.broken),
            **page.counted_out,
            "identifier_columns_dropped": len(identifiers),
            "rows_with_identifier_blanked": int(rows["has_identifier"].sum()),
            "unknown_columns_dropped": len(outside - identifiers),
        }
    )


def _refuse_no_rows(files: Table, what: str) -> None:
    raise UnreadableDrop(
        ", ".join(files.files),
        f"the extract of {what} has a header and no rows that can be read",
        "send it again; without it the registry would lose them all",
    )


def _check_all_sent(drop: Path, filled: set[str], settings: Settings) -> None:
    absent = [table for table in raw_tables() if table not in filled and table not in settings.registry.tables_not_sent]
    if absent:
        raise UnreadableDrop(
            drop.name,
            f"no source of registry.toml fills {', '.join(absent)}",
            "name the files under sources, or list the tables in registry.tables_not_sent if the hospital does not send them",
        )


def _unclaimed(drop: Path, loaded: Loaded) -> list[str]:
    claimed = {page["file"].split(".zip/")[0] + ".zip" if ".zip/" in page["file"] else page["file"] for page in loaded.pages}
    claimed |= {SYNTHETIC_MARKER, "README.md", "README.txt"}
    files = {path.relative_to(drop) for path in drop.rglob("*") if path.is_file()}
    shown = {unicodedata.normalize("NFC", path.as_posix()) for path in files if not any(map(is_hidden, path.parts))}
    return sorted("(a name that holds an identifier)" if re.search(IDENTIFIER, name) else name for name in shown - claimed)


def _name_rows(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Give every row the md5 of its content as its key; exact copies are told apart by #2, #3 … in the order of their files.

    Of two rows that are alike because a cell of one was blanked at the door, the other one counts.
    """
    cells = ", ".join(f"coalesce({column.name}, chr(0))" for column in table_columns(table))
    connection.execute(
        f"""
        create or replace table raw.{table} as
        select * exclude (copy) replace (row_key || case when copy = 1 then '' else '#' || copy end as row_key)
        from (
            select
                * exclude (content) replace (content as row_key),
                row_number() over (partition by content order by has_identifier, source_file, sheet, source_row) as copy,
            from (select *, md5(concat_ws(chr(31), {cells})) as content from raw.{table})
        )
        """
    )
