"""Patient numbers that lost the zeros in front of them: put back where the settings say how long a number is, else asked about.

A spreadsheet that takes 00561907 for a number keeps 561907. Nothing is put back by a guess: two hospitals' numbers may differ by their
zeros alone. What would match a patient if the zeros were there is said with the setting that puts them back, and the patient waits.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb
import polars as pl

from pipelines.drop.sheet import Sheet, fold_header
from pipelines.raw.pseudonyms import normalise
from pipelines.settings.sections import Source, Table
from pipelines.warehouse.build_tables import fill_table
from pipelines.warehouse.table_files import raw_tables, table_of
from schemas.column import PATIENT_ID
from schemas.raw.drop import NUMBERS_HAVE_THEIR_ZEROS
from schemas.role import PATIENTS

SETTING = "patient_number_width"


def without_zeros(number: str) -> str:
    """Return a normalised patient number without the zeros in front of it; "" for one that is not of digits alone, or zeros alone."""
    return number.lstrip("0") if number.isascii() and number.isdigit() else ""


def width_of(source: Source, files: Table) -> int:
    """Return how many digits a patient number has by the settings; 0 where they do not say."""
    return files.patient_number_width or source.patient_number_width or 0


def with_zeros(numbers: pl.Series, width: int) -> pl.Series:
    """Return patient numbers with zeros in front of those that are of digits alone and shorter than `width`; any other as it is."""

    def padded(number: str) -> str:
        text = normalise(number)
        return text.zfill(width) if without_zeros(text) else number

    return pl.Series(numbers.name, [padded(number) if number else number for number in numbers], dtype=pl.String)


def put_zeros_back(sheet: Sheet, known: Mapping[str, str], width: int) -> Sheet:
    """Return a sheet with the zeros in front of its patient numbers, whose column `known` tells by its folded header."""
    places = [f"c{at}" for at, header in enumerate(sheet.header) if known.get(fold_header(header)) == PATIENT_ID.name]
    if not width or not places:
        return sheet
    return replace(sheet, rows=sheet.rows.with_columns(with_zeros(sheet.rows[place], width) for place in places))


@dataclass(frozen=True)
class _Place:
    """Where numbers stand: the table with its source, the file and the sheet."""

    table: str
    source: str
    file: str
    sheet: str | None


def ask_about_lost_zeros(connection: duckdb.DuckDBPyConnection, numbers: Mapping[str, str]) -> None:
    """Store a finding for each file with numbers that no patient has, and that a patient has once zeros are put in front.

    `numbers` are the patient numbers by pseudonym. raw.unlike_numbers keeps which patients have rows so, for these patients wait.
    """
    own_table = table_of(PATIENTS)
    if not own_table:
        return
    own = dict(connection.sql(f"select patient_id, min(source) from raw.{own_table} group by patient_id").fetchall())
    alike: dict[str, list[str]] = defaultdict(list)
    for patient in sorted(own.keys() & numbers.keys()):
        if core := without_zeros(numbers[patient]):
            alike[core].append(patient)
    met: dict[_Place, dict[str, int]] = defaultdict(dict)
    for table in raw_tables():
        places = "patient_id, source, source_file, sheet"
        rows = f"select {places}, count(*) from raw.{table} where patient_id is not null group by {places} order by {places}"
        for patient, source, file, sheet, count in connection.sql(rows).fetchall() if table != own_table else ():
            if patient not in own and alike.get(without_zeros(numbers.get(patient, ""))):
                met[_Place(table, source, file, sheet)][patient] = count
    unlike = {
        (meant, place.table) for place, patients in met.items() for patient in patients for meant in alike[without_zeros(numbers[patient])]
    }
    fill_table(connection, "raw.unlike_numbers", sorted(unlike))
    for place, patients in met.items():
        meant = [one for patient in patients for one in alike[without_zeros(numbers[patient])]]
        width = max(len(numbers[patient]) for patient in (*patients, *meant))
        is_shorter = all(len(numbers[patient]) < width for patient in patients)
        where = f"{place.source}.tables.{place.table}" if is_shorter else f"{own[meant[0]]}.tables.{own_table}"
        message = (
            f"{sum(patients.values()):,} rows stand under {len(patients):,} patient numbers that no patient has, and that a patient of "
            f"{own_table} has once the zeros in front are put back, to {width} digits; nothing is put back by a guess. If they are the "
            f"same patients, say {SETTING} = {width} in [sources.{where}] of the settings"
        )
        fill_table(connection, "raw.unknown_headers", [(place.table, NUMBERS_HAVE_THEIR_ZEROS.id, place.file, place.sheet, message)])
