"""The command `trace`: shows the patients and the rows of the extracts behind a number, inside the restricted zone and nowhere else."""

import argparse
import os
import re
import sys
import textwrap
from itertools import groupby
from pathlib import Path

import polars as pl

from pipelines.findings.spreadsheet_text import texts_of
from pipelines.settings.errors import UnusableSettings
from pipelines.trace.numbers import Number, UnknownNumber, find_number
from pipelines.trace.patient import find_patient, values_of
from pipelines.trace.released import Released, open_release
from pipelines.trace.rows import rows_behind

DONE, USAGE, NO_INPUT = 0, 2, 4
PROVENANCE = ("row_key", "patient_id", "patient_id_status", "source", "source_file", "sheet", "source_row", "has_identifier")
NOT_SENT = (*PROVENANCE, "date_order", "decimal_mark")
WIDTH = 80


def trace(options: argparse.Namespace) -> int:
    """Print the trace and keep it in restricted/trace.csv, which its owner alone may read; return the exit code."""
    if bool(options.number) == bool(options.patient):
        return _say('name a number (trace "Table 2" post_ate_beva PR) or a patient (trace --patient P017), one of the two')
    try:
        released = open_release(options.data)
    except UnusableSettings as error:
        return _say(error, NO_INPUT)
    try:
        if options.patient:
            patient = find_patient(released, options.patient, options.key or options.data / "restricted" / "key" / "patient_numbers.key")
            numbers = values_of(released, patient)
        else:
            numbers = [find_number(released, options.number)]
    except (UnknownNumber, UnusableSettings) as error:
        return _say(error)
    traced = pl.concat([trace_number(released, number) for number in numbers])
    path = options.data / "restricted" / "trace.csv"
    try:
        _write(traced, path)
    except OSError as error:
        return _say(f"{path}: cannot be written ({error.strerror})")
    head = f"{options.patient}: {patient}" if options.patient else f"{numbers[0].title}: {_patients(len(numbers[0].patients))}"
    print(f"{head} (release {released.release.name})")
    print(_by_value(traced) if options.patient else _by_patient(traced))
    print(f"\n{path}: the same as a table; it stays here")
    return DONE


def trace_number(released: Released, number: Number) -> pl.DataFrame:
    """Return one row per patient and row of an extract behind the patient's value; a patient without any row has one too."""
    patients = pl.DataFrame(
        {
            "number": [number.title] * len(number.patients),
            "patient": list(number.patients),
            "value": list(number.patients.values()),
        },
        schema=dict.fromkeys(("number", "patient", "value"), pl.String),
    )
    behind = rows_behind(released, number.column, patients["patient"].to_list()).rename({"patient_id": "patient"})
    sent = [_as_sent(released.raw(table), table, behind.filter(pl.col("table") == table)["row_key"]) for table in _tables(behind)]
    empty = dict.fromkeys(("table", "row_key", "source_file", "sheet", "source_row", "as_sent"), pl.String) | {"source_row": pl.Int64}
    rows = behind.join(pl.concat([pl.DataFrame(schema=empty), *sent]), on=["table", "row_key"], how="left", maintain_order="left_right")
    rules = released.findings.group_by("row_key").agg(findings=pl.col("rule").unique().sort().str.join(", "))
    return patients.join(rows, on="patient", how="left", maintain_order="left_right").join(
        rules, on="row_key", how="left", maintain_order="left"
    )


def _tables(behind: pl.DataFrame) -> list[str]:
    return behind["table"].unique().sort().to_list()


def _as_sent(raw: pl.DataFrame, table: str, keys: pl.Series) -> pl.DataFrame:
    """Return file, sheet, row and text of the rows; exact duplicates have one key, and all are shown."""
    rows = raw.filter(pl.col("row_key").is_in(keys.to_list()))
    cells = [pl.format("{}={}", pl.lit(name), pl.col(name)) for name in raw.columns if name not in NOT_SENT]
    text = pl.concat_str(cells, separator="; ", ignore_nulls=True)
    return rows.select(pl.lit(table).alias("table"), "row_key", "source_file", "sheet", "source_row", as_sent=text)


def _write(traced: pl.DataFrame, path: Path) -> None:
    """Write the trace so that nobody but its owner can read it at any moment."""
    partial = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            texts_of(traced).write_csv(file, include_bom=True)  # a spreadsheet takes the text for another encoding without it
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _by_patient(traced: pl.DataFrame) -> str:
    lines = []
    for (patient, value), rows in groupby(traced.iter_rows(named=True), key=lambda row: (row["patient"], row["value"])):
        lines += ["", *_wrapped(f"{patient}  {value}", 0), *_row_lines(rows)]
    return "\n".join(lines)


def _by_value(traced: pl.DataFrame) -> str:
    """Return the values of one patient; those that rest on the same rows stand together above them."""
    together: dict[tuple, list[str]] = {}
    for (name, value), rows in groupby(traced.iter_rows(named=True), key=lambda row: (row["number"], row["value"])):
        together.setdefault(tuple(_row_lines(rows)), []).append(f"{name}={value}")
    return "\n".join(line for rows, values in together.items() for line in ("", *_wrapped("; ".join(values), 0), *rows))


def _row_lines(rows) -> list[str]:
    lines = []
    for row in rows:
        if row["row_key"] is None:
            lines += _wrapped("no row of an extract says so", 2)
            continue
        sheet = f", sheet {row['sheet']}" if row["sheet"] else ""
        place = f"{row['source_file']}{sheet}, row {row['source_row']}" if row["source_file"] else "the row is not among those kept"
        findings = f" [{row['findings']}]" if row["findings"] else ""
        lines += _wrapped(f"{place}: {row['what']}{findings}", 2) + _wrapped(row["as_sent"] or "", 4)
    return lines


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(re.sub(r"\s+", " ", text), WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))


def _patients(number: int) -> str:
    return "1 patient" if number == 1 else f"{number} patients"


def _say(message: object, code: int = USAGE) -> int:
    print(message, file=sys.stderr)
    return code
