"""What all loading shares: the sheets of a table's files, where their rows are stored, and what is counted of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import polars as pl

from pipelines.drop.copies import Repeats
from pipelines.drop.faults import Faults
from pipelines.drop.inventory import Drop, list_files
from pipelines.drop.read_file import ForeignReading, read_file
from pipelines.drop.read_foreign import read_foreign
from pipelines.drop.sheet import Ending, ReadOptions, Sheet, UnreadableDrop, fold_header
from pipelines.raw.date_system import with_first_day
from pipelines.raw.headers import identifier_headers
from pipelines.raw.hospital_numbers import HospitalNumber
from pipelines.raw.identifiers import Identifiers, identifiers_of, names_in, names_of_people
from pipelines.raw.instants import read_instants
from pipelines.raw.pseudonyms import Pseudonyms
from pipelines.raw.shown_places import note_place
from pipelines.raw.telling_names import note_telling_name
from pipelines.raw.unknown_headers import ReadHeaders
from pipelines.settings.sections import Settings, Source, Table
from pipelines.warehouse.build_tables import fill_table, put_frame, table_types
from pipelines.warehouse.table_files import table_columns

ORIGIN: dict[str, type[pl.DataType]] = {  # where a row of raw comes from, and how its file is written
    "row_key": pl.String,
    "patient_id_status": pl.String,
    "source": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "source_row": pl.Int64,
    "has_identifier": pl.Boolean,
    "date_order": pl.String,
    "decimal_mark": pl.String,
}


def raw_types(table: str) -> dict[str, type[pl.DataType]]:
    """Return the columns of a raw table and their types: where a row comes from, then the cells of the contract, all text."""
    return ORIGIN | {column.name: pl.String for column in table_columns(table)}


@dataclass
class Loaded:
    """What was read: per file and sheet the rows, those counted out, and what stayed outside."""

    sheets: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, set[str]] = field(default_factory=dict)  # per table: those that at least one file has
    headers: list[ReadHeaders] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)  # files that bring no row of their own, by name, and why
    patient_numbers: frozenset[str] = frozenset()  # as met, normalised; never written
    names: dict[str, set[str]] = field(default_factory=dict)  # in the columns that are dropped, with their patients; never written
    endings: list[tuple["Extract", str, Ending]] = field(default_factory=list)  # of the files that are delimited text
    deletions: list[tuple[str, str, str, int]] = field(default_factory=list)  # (table, file, sheet, row) that says that something is gone
    hospital_numbers: set[HospitalNumber] = field(default_factory=set)  # of exams, lesions and specimens, with their pseudonyms

    def identifiers(self, settings: Settings) -> Identifiers:
        """Return what must stand in nothing that is published."""
        return identifiers_of(settings, self.patient_numbers, names_of_people(self.names))

    def count(self, what: str) -> int:
        """Return one of the sheets' counts, summed; a sheet that lacks it has none."""
        return sum(sheet.get(what, 0) for sheet in self.sheets)


@dataclass(frozen=True)
class Loading:
    """What all steps of one load share."""

    connection: duckdb.DuckDBPyConnection
    drop: Drop
    settings: Settings
    pseudonyms: Pseudonyms
    on_rows: Callable[[int], None] | None
    loaded: Loaded
    reading: ForeignReading = read_foreign
    faults: Faults = field(default_factory=Faults)  # of files, sheets and tables: the others are looked at before the run ends


@dataclass(frozen=True)
class Extract:
    """The files of one table of a source, or of one sheet of a source of another shape."""

    source_name: str
    source: Source
    table: str
    files: Table

    @property
    def is_shaped(self) -> bool:
        """Whether the rows are stored as they are, for the SQL of the source's shape to make raw tables of them."""
        return self.source.shape != "tables"

    @property
    def target(self) -> str:
        """The table in which the rows are stored."""
        return f"{'source' if self.is_shaped else 'raw'}.{self.table}"


def read_sheets(loading: Loading, extract: Extract, words: frozenset[str]) -> Iterator[Sheet]:
    """Yield the sheets of the files of a table, in the order of their names; raise UnreadableDrop (CV-001) if there is none.

    A file that cannot be read is kept among the faults, and the next is read.
    """
    source, files = extract.source, extract.files
    matches = list_files(loading.drop, files.files, extract.source_name if source.sends == "changes" else "")
    if not matches:
        raise UnreadableDrop(
            ", ".join(files.files),
            f"no such file in the drop, but {extract.table} of source {extract.source_name} comes from it",
            "send the extract, or correct files in registry.toml",
        )
    options = ReadOptions(
        encoding=files.encoding or source.encoding or "auto",
        delimiter=files.delimiter or source.delimiter or "auto",
        decimal_mark=files.decimal_mark or source.decimal_mark or ".",
        sheet=files.sheet,
        footer_counts_rows=source.footer_counts_rows is not False if files.footer_counts_rows is None else files.footer_counts_rows,
    )
    repeats, left_out = Repeats(matches), loading.loaded.left_out
    for file in matches:
        sheets: list[Sheet] = []
        with loading.faults.kept():
            content = file.read_bytes()
            if why := repeats.same_bytes(file, content):
                left_out[file.name] = why
                continue
            read = read_file(replace(file, content=content), options, words, loading.on_rows, loading.reading)
            del content
            if why := repeats.same_rows(file, read):
                left_out[file.name] = why
                continue
            if not any(sheet.rows.height or sheet.broken for sheet in read):
                left_out[file.name] = "it has a header and no rows"
            sheets = read
        for sheet in sheets:
            note_place(loading.connection, sheet, files.sheet)
            note_telling_name(loading.connection, extract.table, sheet)
            with loading.faults.kept():
                yield read_instants(
                    with_first_day(sheet, files.day_numbers or source.day_numbers), files.timezone or source.timezone, words
                )


def store_rows(loading: Loading, extract: Extract, sheet: Sheet, rows: pl.DataFrame) -> None:
    """Insert rows into a table of raw or source, each with where it comes from and how its file is written."""
    source, files = extract.source, extract.files
    stored = rows.with_columns(
        source=pl.lit(extract.source_name),
        source_file=pl.lit(sheet.file),
        sheet=pl.lit(sheet.name),
        date_order=pl.lit(files.date_order or source.date_order or "ymd"),
        decimal_mark=pl.lit(files.decimal_mark or source.decimal_mark or "."),
    )
    if extract.is_shaped:  # its SQL passes on where a row came from as one column, origin
        origin = [name for name in ORIGIN if name in stored.columns]
        stored = stored.select(pl.struct(origin).alias("origin"), pl.all().exclude(origin))
        if not table_types(loading.connection, *extract.target.split(".")):
            put_frame(loading.connection, extract.target, stored.clear())
    loading.connection.register("sheet_rows", stored)
    loading.connection.execute(f"insert into {extract.target} by name from sheet_rows")
    loading.connection.unregister("sheet_rows")


def note_sheet(loading: Loading, extract: Extract, sheet: Sheet, rows: pl.DataFrame, outside: set[int]) -> None:
    """Keep the sheet's broken rows, and count what was read and what stayed outside."""
    broken = [(extract.table, row.rule, sheet.file, sheet.name, row.source_row, row.reason) for row in sheet.broken]
    fill_table(loading.connection, "raw.broken_rows", broken)
    dropped = identifier_headers(extract.source)
    identifiers = {position for position in outside if fold_header(sheet.header[position]) in dropped}
    for position in identifiers:
        for name, patient in names_in(sheet.rows[f"c{position}"], rows["patient_id"]):
            loading.loaded.names.setdefault(name, set()).add(patient)
    loading.loaded.sheets.append(
        {
            "file": sheet.file,
            "sheet": sheet.name,
            "table": extract.table,
            "encoding": sheet.encoding,
            "read": rows.height + len(sheet.broken),
            **sheet.counted_out,
            "instants_converted": sheet.instants,
            "identifier_columns_dropped": len(identifiers),
            "rows_with_identifier_blanked": int(rows["has_identifier"].sum()),
            "unknown_columns_dropped": len(outside - identifiers),
        }
    )
    if sheet.ending:
        loading.loaded.endings.append((extract, sheet.file, sheet.ending))


def refuse_no_rows(loading: Loading, files: Table, what: str) -> None:
    """Raise UnreadableDrop (CV-001) for an extract that has a header only, unless the settings say that there may be no rows yet.

    Where it has rows and none could be read, the sentence says why the first could not: it is not sent empty.
    """
    if files.may_be_empty:
        return
    broken = 'select count(*), min(source_row), arg_min(message, source_row) from raw.broken_rows where "table" = ?'
    number, line, reason = loading.connection.execute(broken, [what]).fetchall()[0]
    if number:
        raise UnreadableDrop(
            ", ".join(files.files),
            f"none of the {number} rows of the extract of {what} can be read; of the first, in line {line}, {reason}",
            "check the header, the delimiter and the quotation marks, and send it again",
        )
    raise UnreadableDrop(
        ", ".join(files.files),
        f"the extract of {what} has a header and no rows that can be read",
        "send it again, for without it the registry would lose them all, "
        f"or, if there are none yet, say may_be_empty = true for {what} in the settings",
    )
