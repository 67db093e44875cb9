"""Copies a release for people outside: days from the index day stand in the place of all dates.

A calendar date tells who a patient is to whoever knows that somebody fell ill, was operated on or died on a day. So the copy has no date
at all: days are counted from the patient's index day, which is day 0; a time of day is a fraction of one. A patient without an index day
has no day 0, and is left out. Left out for all are the year of birth (beside the age it gives the year of the index day), the places in
the hospital's files, and the results and suites, whose words hold dates of the study.
"""

import csv
import datetime as dt
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import polars as pl

from pipelines.release.data_dictionary import HEADER, codes_in_words
from pipelines.release.describe_columns import Codes, ColumnDescription
from pipelines.release.parquet_file import write_described
from pipelines.release.sums import sign
from pipelines.release.write_release import READING_SCRIPTS
from pipelines.settings.errors import NothingToShow
from pipelines.warehouse.build_tables import put_frame, quoted
from pipelines.warehouse.table_files import table_of
from schemas.role import ANALYSIS_SET, ELIGIBILITY

INDEX_DAY = "index_date"
PLACES = ("source", "source_file", "sheet", "source_row")
DAY = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})(?:[ T][0-9:.]+)?")
ANY_DATE = r"(?:19|20)[0-9]{2}[-./년] ?[0-9]{1,2}(?:[-./월] ?[0-9]{1,2})?(?:[ T][0-9:.]+)?"
DATELESS = "(a date)"


@dataclass(frozen=True)
class Copied:
    """How many patients the copy has, and how many have no index day and are left out."""

    patients: int
    left_out: int


def write_relative_copy(release: Path, folder: Path) -> Copied:
    """Write the copy into `folder`, which must be new: tables, data dictionary, the scripts that read them, and a manifest with hashes.

    Raises NothingToShow for a release that knows no index days.
    """
    index_days = _index_days(release)
    described = _read_dictionary(release / "data_dictionary.csv")
    folder.mkdir(parents=True)
    written: dict[tuple[str, str], list[ColumnDescription]] = {}
    with duckdb.connect() as connection:
        for layer, table in described:
            rows = pl.read_parquet(release / layer / f"{table}.parquet")
            columns = [_relative(column, rows.schema[column.name]) for column in described[layer, table] if _is_kept(column.name)]
            connection.execute(f"create schema if not exists {layer}")
            put_frame(connection, f"{layer}.{table}", _without_dates(rows, index_days).select(column.name for column in columns))
            (folder / layer).mkdir(exist_ok=True)
            write_described(connection, layer, table, columns, folder / layer / f"{table}.parquet")
            written[layer, table] = columns
        if (analysis_set := table_of(ANALYSIS_SET)) and ("cohort", analysis_set) in written:
            target = quoted(folder / "cohort" / f"{analysis_set}.csv")
            connection.execute(f"copy (select * from cohort.{analysis_set} order by row_key) to {target} (format csv, header)")
            for script in READING_SCRIPTS:
                shutil.copyfile(script, folder / script.name)
    _write_dictionary(folder / "data_dictionary.csv", written)
    known = pl.read_parquet(release / "cohort" / f"{table_of(ELIGIBILITY)}.parquet")["patient_id"].n_unique()
    copied = Copied(index_days.height, known - index_days.height)
    content = {
        "copy_of": release.name.rsplit("-", 1)[-1],  # the as-of date before it is one, too
        "dates": "days from the index day of each patient",
        "patients": copied.patients,
        "patients_without_index_day_left_out": copied.left_out,
    }
    sign(folder, content)
    return copied


def _index_days(release: Path) -> pl.DataFrame:
    """Return patient_id and day_0 of the patients who have an index day."""
    path = release / "cohort" / f"{table_of(ELIGIBILITY)}.parquet"
    if not path.is_file() or INDEX_DAY not in pl.read_parquet_schema(path):
        raise NothingToShow(f"{release}: knows no index days from which days could be counted")
    return pl.read_parquet(path).select("patient_id", day_0=INDEX_DAY).drop_nulls().unique()


def _is_kept(column: str) -> bool:
    return column not in PLACES and not column.endswith("_year")


def _without_dates(rows: pl.DataFrame, index_days: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of patients with an index day, and those that are no patient's, with days in the place of dates."""
    if "patient_id" in rows.columns:
        rows = rows.join(index_days, on="patient_id", how="inner", maintain_order="left")
    else:
        rows = rows.with_columns(day_0=pl.lit(None, pl.Date))
    changed: list[pl.Expr | pl.Series] = []
    for name, kind in rows.schema.items():
        column = pl.col(name)
        if name == "day_0":
            continue
        if kind == pl.Date:
            changed.append((column - pl.col("day_0")).dt.total_days().alias(name))
        elif isinstance(kind, pl.Datetime):
            minutes = (column.dt.replace_time_zone(None) - pl.col("day_0").cast(pl.Datetime("us"))).dt.total_minutes()
            changed.append((minutes / (24 * 60)).round(4).alias(name))
        elif kind == pl.String and name.endswith("row_key"):
            changed.append(_keys(rows[name], rows["day_0"]).alias(name))
        elif kind == pl.String:
            changed.append(column.str.replace_all(ANY_DATE, DATELESS).alias(name))
        elif kind.is_nested():
            changed.append(pl.lit(None, pl.String).alias(name))
    return rows.with_columns(changed)


def _keys(keys: pl.Series, days: pl.Series) -> pl.Series:
    """Return keys of rows with days in the place of their dates; the same date of one patient is the same day in every table."""
    return pl.Series([_key(key, day) for key, day in zip(keys, days, strict=True)], dtype=pl.String)


def _key(key: str | None, day_0: dt.date | None) -> str | None:
    if key is None or not DAY.search(key):
        return key
    if day_0 is None:
        return DAY.sub(DATELESS, key)
    return DAY.sub(lambda found: f"day {(dt.date(*map(int, found.groups())) - day_0).days}", key)


def _relative(column: ColumnDescription, kind: pl.DataType) -> ColumnDescription:
    """Return what is said of a column in the copy."""
    if kind == pl.Date:
        return replace(column, type="BIGINT", unit="days", meaning=f"{column.meaning}, in days from the index day")
    if isinstance(kind, pl.Datetime):
        return replace(column, type="DOUBLE", unit="days", meaning=f"{column.meaning}, in days from the beginning of the index day")
    return column


def _read_dictionary(path: Path) -> Mapping[tuple[str, str], list[ColumnDescription]]:
    described: dict[tuple[str, str], list[ColumnDescription]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pairs = (pair.split(" = ", 1) for pair in row["codes"].split(" | ")) if row["codes"] else ()
            codes: Codes = {code: label for code, label in pairs}
            column = ColumnDescription(row["column"], row["type"], row["unit"], row["label"], row["meaning"], codes, row["separator"])
            described.setdefault((row["layer"], row["table"]), []).append(column)
    return described


def _write_dictionary(path: Path, written: Mapping[tuple[str, str], list[ColumnDescription]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEADER)
        for (layer, table), columns in written.items():
            for one in columns:
                told = (one.name, one.type, one.unit, one.label, one.meaning, codes_in_words(one.codes), one.separator)
                out.writerow((layer, table, *told))
