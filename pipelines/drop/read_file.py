"""Reads any file of a drop: bytes in, sheets of text rows out, whatever the format.

Parquet and NDJSON are typed; their cells become text as in a workbook (dates ISO, numbers as short as they are exact,
TRUE and FALSE).
"""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

import polars as pl

from pipelines.drop.decode import Text, decode
from pipelines.drop.delimited import BLOCK, read_delimited
from pipelines.drop.excel import read_workbook, write_floats
from pipelines.drop.formats import READABLE
from pipelines.drop.inventory import DropFile
from pipelines.drop.sheet import BrokenRow, ReadOptions, Sheet, SheetOrigin, UnreadableDrop, make_sheet, refuse_same_headers

AS_FOUND = ReadOptions()


def read_file(
    file: DropFile,
    options: ReadOptions = AS_FOUND,
    header_words: frozenset[str] = frozenset(),
    on_rows: Callable[[int], None] | None = None,
) -> list[Sheet]:
    """Return the sheets of a file: one, or those of a workbook.

    `header_words` are all headers that are known, in any spelling of case and spaces; they help to find the header
    row. `on_rows` is called with the number of rows read since its last call. A sheet may have no rows; whether its
    table may be empty is the caller's business.
    Raises UnreadableDrop, and nothing else, for whatever is wrong with the file; it calls the file as `shown` does.
    """
    if file.extension not in READABLE:
        raise UnreadableDrop(file.shown, "its format is not one that is read", f"send one of {', '.join(READABLE)}, or leave it out")
    return read_content(file, file.read_bytes(), options, header_words, on_rows)


def read_content(
    file: DropFile,
    data: bytes,
    options: ReadOptions,
    header_words: frozenset[str],
    on_rows: Callable[[int], None] | None,
) -> list[Sheet]:
    """Return the sheets of a file whose bytes are read already."""
    sheets = _read_sheets(file, data, options, header_words, on_rows)
    return [replace(sheet, file=file.name, shown=file.shown) for sheet in sheets]


def _read_sheets(
    file: DropFile,
    data: bytes,
    options: ReadOptions,
    header_words: frozenset[str],
    on_rows: Callable[[int], None] | None,
) -> list[Sheet]:
    if file.extension in (".xlsx", ".xls"):
        sheets = read_workbook(data, file.shown, sheet=options.sheet, header_words=header_words)
    elif file.extension == ".parquet":
        sheets = [_read_parquet(data, file.shown)]
    else:
        text = decode(data, file.shown, options.encoding)
        if file.extension in (".ndjson", ".jsonl"):
            sheets = [_read_ndjson(text, file.shown)]
        else:
            return [read_delimited(text, file.shown, options, header_words, on_rows)]
    if on_rows:
        for sheet in sheets:
            on_rows(sheet.rows.height)
    return sheets


def _read_parquet(data: bytes, file: str) -> Sheet:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError):
        raise UnreadableDrop(file, "it is no whole Parquet file", "send it again") from None
    if not table.column_names:
        raise UnreadableDrop(file, "it has no columns", "send the extract again")
    refuse_same_headers(file, table.column_names)
    frame = pl.DataFrame(pl.from_arrow(table))
    texts = frame.select(_as_text(series).alias(f"c{i}") for i, series in enumerate(frame))
    rows = texts.select(pl.when(pl.all() != "").then(pl.all())).with_row_index("source_row", 1)
    return make_sheet(SheetOrigin(file, encoding="parquet"), frame.columns, rows)


def _as_text(series: pl.Series) -> pl.Series:
    kind = series.dtype
    if kind.is_float():
        return write_floats(series)
    if kind == pl.Boolean:
        return series.cast(pl.String).str.to_uppercase()
    if isinstance(kind, pl.Datetime):
        text = series.dt.to_string("%Y-%m-%d %H:%M:%S%.f")
        return text.str.strip_suffix(" 00:00:00") if kind.time_zone is None else text + series.dt.to_string("%:z")
    if kind == pl.Binary:
        return pl.Series([cell and cell.decode("utf-8", errors="replace") for cell in series], dtype=pl.String)
    if kind.is_nested():
        return pl.Series([_json(cell) for cell in series.to_list()], dtype=pl.String)
    return series.cast(pl.String)


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _read_ndjson(text: Text, file: str) -> Sheet:
    """Return the sheet of a file with one JSON object per line; numbers keep the digits with which they were written."""
    columns: dict[str, str] = {}
    broken: list[BrokenRow] = []
    blank = 0
    frames = [pl.DataFrame(schema={"source_row": pl.Int64})]
    lines = enumerate(text.lines(), 1)
    while block := list(islice(lines, BLOCK)):
        rows = []
        for number, line in block:
            if not line.strip():
                blank += 1
                continue
            try:
                record = json.loads(line, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_unique)
                if "\\ud" in line.lower():
                    json.dumps(record, ensure_ascii=False).encode()  # half of a surrogate pair is no text
                cells = {columns.setdefault(key, f"c{len(columns)}"): cell for key, cell in record.items()}
            except (ValueError, AttributeError, RecursionError):
                if not line.endswith(("\n", "\r")):
                    raise UnreadableDrop(
                        file,
                        "the last line breaks off and the file looks truncated",
                        "send the whole file again",
                        line=number,
                    ) from None
                broken.append(BrokenRow(number, "CV-028", "the line is not one JSON object with every key once"))
                continue
            if not all(isinstance(cell, str) or cell is None for cell in cells.values()):
                plain = json.loads(line)
                cells = {columns[key]: _cell(cell, plain[key]) for key, cell in record.items()}
            rows.append(cells | {"source_row": number})
        schema = dict.fromkeys(columns.values(), pl.String) | {"source_row": pl.Int64}
        frames.append(pl.DataFrame(rows, schema=schema))
    refuse_same_headers(file, list(columns))
    if not columns:
        raise UnreadableDrop(file, "it holds no JSON object", "send the extract again, one object per line")
    rows = pl.concat(frames, how="diagonal")
    rows = rows.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))
    return make_sheet(SheetOrigin(file, encoding=text.encoding), list(columns), rows, broken, {"blank": blank})


def _unique(pairs: list[tuple[str, object]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key twice")
    return record


def _cell(cell: object, plain: object) -> str | None:
    if isinstance(cell, bool):
        return str(cell).upper()
    return cell if isinstance(cell, str) else _json(plain)
