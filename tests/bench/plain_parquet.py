"""The floor of a run: every file of a drop of the synthetic hospital once to Parquet, as text, and nothing else. `-m … DROP FOLDER`."""

import gzip
import sys
import zipfile
from pathlib import Path

import duckdb
import fastexcel

ENCODINGS = ("utf-8", "cp949")
MARKED = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def main(drop: Path, folder: Path) -> None:
    """Write one Parquet file for each table that lies in the drop."""
    folder.mkdir(parents=True)
    connection = duckdb.connect()
    for path in sorted(drop.iterdir()):
        if path.suffix == ".xlsx":
            book = fastexcel.read_excel(path)
            for name in book.sheet_names:
                book.load_sheet(name, dtypes="string").to_polars().write_parquet(folder / f"{path.name}_{name}.parquet")
        elif path.suffix == ".parquet":
            _copy(connection, f"from read_parquet('{path}')", folder / path.name)
        elif path.suffix == ".ndjson":
            _copy(connection, f"from read_json('{path}')", folder / f"{path.name}.parquet")
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    _copy_text(connection, packed.read(name), folder / f"{path.name}_{Path(name).name}")
        elif path.suffix in (".gz", ".csv", ".tsv"):
            _copy_text(connection, gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes(), folder / path.name)


def _copy_text(connection: duckdb.DuckDBPyConnection, data: bytes, place: Path) -> None:
    encodings = (MARKED[data[:2]],) if data[:2] in MARKED else ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    plain = place.with_name(f"{place.name}.utf8")
    plain.write_text(text, encoding="utf-8", newline="")
    delimiter = max(",;\t|", key=text[: text.find("\n")].count)
    _copy(connection, f"from read_csv('{plain}', all_varchar = true, header = true, delim = '{delimiter}', quote = '\"')", place)


def _copy(connection: duckdb.DuckDBPyConnection, select: str, place: Path) -> None:
    connection.execute(f"copy ({select}) to '{place.with_name(place.name + '.parquet')}'")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
