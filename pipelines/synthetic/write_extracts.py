"""Turns extracts into the bytes of a drop, the same at every run, and tells in which row each fault stands."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from pipelines.synthetic.extract import Extract, PlantedLine

LONG_AGO = (1980, 1, 1, 0, 0, 0)
Answer = tuple[str, str, int, str, str, int, str]  # file, sheet, row, rule, kind of fault, place, numbers of the patient


def write_extracts(folder: Path, extracts: list[Extract]) -> list[Answer]:
    """Write every extract into `folder` and return the answer key of the faults in them."""
    answers: list[Answer] = []
    by_file: dict[str, list[Extract]] = {}
    for extract in extracts:
        by_file.setdefault(extract.file, []).append(extract)
    for file, parts in by_file.items():
        path = folder / file
        if path.suffix == ".xlsx":
            write_workbook(path, parts)
        elif path.suffix == ".parquet":
            write_parquet(path, parts[0])
        else:
            contents = [(part, encoded(part)) for part in parts]
            write_text_file(path, contents)
        for part in parts:
            answers += answers_of(part)
    return answers


def answers_of(extract: Extract) -> Iterable[Answer]:
    """Yield the answer key of one extract: physical line, sheet row, or number of the record."""
    row = 1 if extract.form in ("ndjson", "parquet") else 2
    for line in extract.lines:
        if type(line) is PlantedLine:
            for rule in line.row.rules:
                fault = line.row.fault
                yield extract.place, extract.sheet, row, rule, fault.kind.name, line.row.place, " ".join(fault.numbers)
        row += 1
        if extract.form == "delimited" and extract.table == "drug_administrations":
            row += sum(str(cell).count("\n") for cell in line)


def encoded(extract: Extract) -> bytes:
    """Return a text extract as bytes."""
    if extract.form == "ndjson":
        return b"".join(json_line(extract.header, line) + b"\n" for line in extract.lines)
    codec = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(extract.encoding, extract.encoding)
    mark = {"utf-16": b"\xff\xfe", "utf-8-sig": b"\xef\xbb\xbf"}.get(extract.encoding, b"")
    parts = [mark]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=extract.delimiter, lineterminator="\r\n")
    writer.writerow(extract.header)
    for line in extract.lines:
        spoil = line.row.spoil if type(line) is PlantedLine else None
        if spoil:
            parts.append(taken(buffer).encode(codec))
        writer.writerow(line)
        if spoil:
            parts.append(spoil(taken(buffer).encode(codec)))
    parts.append(buffer.getvalue().encode(codec))
    return b"".join(parts)


def taken(buffer: io.StringIO) -> str:
    """Return what stands in a buffer, and empty it."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def json_line(names: list[str], line: list) -> bytes:
    """Return one line of NDJSON."""
    good = json.dumps(dict(zip(names, line, strict=True)), ensure_ascii=False).encode()
    return line.row.spoil(good) if type(line) is PlantedLine and line.row.spoil else good


def write_text_file(path: Path, contents: list[tuple[Extract, bytes]]) -> None:
    """Write text as it is, gzipped or as members of an archive, without a time stamp."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for extract, content in contents:
                archive.writestr(zipfile.ZipInfo(extract.member, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    elif path.suffix == ".gz":
        with path.open("wb") as file, gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
            packed.write(contents[0][1])  # gzip.compress would name the system in the header, from one Python to the next differently
    else:
        path.write_bytes(contents[0][1])


def write_workbook(path: Path, parts: list[Extract]) -> None:
    """Write one sheet per extract, with real dates and numbers."""
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": datetime(2024, 12, 31), "title": "Synthetic hospital: all patients are invented"})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for part in parts:
        sheet = book.add_worksheet(part.sheet)
        for row, line in enumerate([part.header, *part.lines]):
            for place, cell in enumerate(line):
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(row, place, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(
                        row, place, cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day), as_date
                    )
                elif cell is not None:
                    sheet.write_number(row, place, cell)
    book.close()


def write_parquet(path: Path, extract: Extract) -> None:
    """Write an extract as Parquet, with typed columns."""
    import polars as pl

    types = {"viable_mm": pl.Float64, "total_mm": pl.Float64, "exam_date": pl.Date}
    schema = {name: types.get(name, pl.String) for name in extract.header}
    pl.DataFrame(extract.lines, schema=schema, orient="row").write_parquet(path)
