"""Takes what names a patient out of one file: rows of tables, moves of queries, or the whole file where it cannot be taken apart.

A file is replaced in one step: whoever reads it, or a kill, finds the old one or the new one.
"""

import csv
import io
import json
import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.findings.queries.query_log import RUN
from pipelines.forget.who_leaves import Names

ROWS, MOVES, FILE = "rows removed", "moves blanked", "file removed"
FORGOTTEN = "forgotten"
TAG = re.compile("<[^>]*>")


@dataclass(frozen=True)
class Cleaned:
    """What is to become of a file: its new bytes (None: it goes), what was done, and how often."""

    path: Path
    content: bytes | None
    what: str
    count: int

    def write(self) -> None:
        """Put the new file in the place of the old one, or take the old one away."""
        if self.content is None:
            self.path.unlink(missing_ok=True)
            return
        partial = self.path.with_name(f".{self.path.name}-{os.getpid()}")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, self.path.stat().st_mode & 0o777), "wb") as file:
            file.write(self.content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.path)


def clean_file(path: Path, names: Names) -> Cleaned | None:
    """Return what is to become of a file; None where it names none of the patients."""
    if path.suffix == ".parquet":
        return _clean_parquet(path, names)
    if not any(names.stand_in(text) for text in texts_of(path)):
        return None
    if path.suffix == ".csv" and _is_utf8(path):
        return _clean_csv(path, names)
    if path.suffix == ".ndjson":
        return _clean_log(path, names)
    return Cleaned(path, None, FILE, 1)


def _is_utf8(path: Path) -> bool:
    try:
        return bool(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return False


def texts_of(path: Path) -> list[str]:
    """Return the texts of a file that is no table: its own, or those between the tags of the members of a workbook or Word file."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return [TAG.sub(" ", archive.read(member).decode(errors="replace")) for member in archive.namelist()]
    return [path.read_bytes().decode(errors="replace")]


def _clean_parquet(path: Path, names: Names) -> Cleaned | None:
    """Leave out the rows in which a cell names one of the patients; schema and metadata stay as they are."""
    import pyarrow.parquet as pq

    gone = rows_that_name(path, names)
    if not any(gone):
        return None
    rows, out = pq.read_table(path), io.BytesIO()
    pq.write_table(rows.filter([not one for one in gone]), out)
    return Cleaned(path, out.getvalue(), ROWS, sum(gone))


def rows_that_name(path: Path, names: Names) -> list[bool]:
    """Return for each row of a Parquet file whether a cell of it names one of the patients.

    The hospital's number is sought where patient numbers stand: elsewhere the same digits may be a day or a value of somebody else.
    """
    import polars as pl

    rows = pl.read_parquet(path)
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    nested = [pl.col(name).list.join(" ") for name, kind in rows.schema.items() if kind == pl.List(pl.String)]
    named = [pl.col(name).is_in(sorted(names.numbers)).fill_null(value=False) for name in texts if name in ("patient_number", "as_sent")]
    cells = [*(pl.col(name) for name in texts), *nested]
    found = [cell.str.contains_any(names.of_rows).fill_null(value=False) for cell in cells]
    return rows.select(pl.any_horizontal(*found, *named, pl.lit(value=False))).to_series().to_list() if rows.height else []


def _clean_csv(path: Path, names: Names) -> Cleaned:
    text = path.read_bytes().decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    head, *rows = list(csv.reader(io.StringIO(text.removeprefix(mark), newline="")))
    kept = [row for row in rows if not any(names.stand_in(cell) for cell in row)]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n").writerows([head, *kept])
    return Cleaned(path, (mark + out.getvalue()).encode(), ROWS, len(rows) - len(kept))


def _clean_log(path: Path, names: Names) -> Cleaned:
    """Blank the moves about the patients' queries, and comments that name one of them; numbers of queries are given once, and stay."""
    moves = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    theirs = {move["query_no"] for move in moves if any(names.stand_in(str(move.get(name) or "")) for name in ("patient", "entity"))}
    lines, count = [], 0
    for move in moves:
        blanked = _blank(move) if move["query_no"] in theirs else {name: _without(cell, names) for name, cell in move.items()}
        count += blanked != move
        lines.append(json.dumps(blanked, ensure_ascii=False))
    return Cleaned(path, "".join(f"{line}\n" for line in lines).encode(), MOVES, count)


def _blank(move: dict[str, Any]) -> dict[str, Any]:
    kept = {name: move[name] for name in ("move_no", "query_no", "day")}
    return kept | {"identity": f"{FORGOTTEN} {move['query_no']}", "made_by": RUN, "state_to": "cancelled", "why": FORGOTTEN}


def _without(cell: Any, names: Names) -> Any:
    return f"({FORGOTTEN})" if names.stand_in(json.dumps(cell, ensure_ascii=False)) else cell
