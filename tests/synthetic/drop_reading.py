"""Reads a drop's files back for the tests, by other means than the registry's reader: rows by their place."""

import gzip
import io
import json
import zipfile

import openpyxl
import polars as pl


def content(folder, place):
    """Return the bytes of a file, out of its compression."""
    if ".zip/" in place:
        archive, member = place.split("/")
        return zipfile.ZipFile(folder / archive).read(member)
    data = (folder / place).read_bytes()
    return gzip.decompress(data) if place.endswith(".gz") else data


def text_lines(folder, place):
    """Return the physical lines of a text file, undecodable bytes replaced."""
    data = content(folder, place)
    encoding = "utf-16" if data[:2] == b"\xff\xfe" else "cp949" if place == "patients.csv" else "utf-8-sig"
    return io.StringIO(data.decode(encoding, errors="replace"), newline="").read().replace("\r\n", "\n").split("\n")


def rows_by_place(folder):
    """Return {(place, sheet): {row number: text of the row}} of a whole drop."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xlsx":
            for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
                rows = enumerate(sheet.iter_rows(values_only=True), start=1)
                found[path.name, sheet.title] = {number: "|".join(map(str, row)) for number, row in rows}
        elif path.suffix == ".parquet":
            rows = enumerate(pl.read_parquet(path).rows(), start=1)
            found[path.name, ""] = {number: "|".join(map(str, row)) for number, row in rows}
        elif path.suffix != ".txt":
            place = f"{path.name}/{path.stem}.csv" if path.suffix == ".zip" else path.name
            lines = enumerate(text_lines(folder, place), start=1)
            found[place, ""] = {number: line for number, line in lines if line}
    return found


def events(folder):
    """Return the adverse events of a clean drop."""
    return [json.loads(line) for line in content(folder, "adverse_events.ndjson").splitlines()]
