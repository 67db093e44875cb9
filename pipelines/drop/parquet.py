"""Parquet files to text: dates as ISO, numbers as short as they are exact, TRUE and FALSE, lists and records as JSON.

An instant of a known zone keeps its offset; which day it is at the hospital is decided where all instants are read.
"""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines.drop.make_sheet import SheetOrigin, make_sheet
from pipelines.drop.sheet import Sheet, UnreadableDrop, refuse_same_headers
from pipelines.drop.typed_numbers import POINT, decimal_mark

ROWS_PER_BYTE = 10  # a table has a patient's number in each row; repeated rows take next to nothing
SMALL_TABLE = 1_000_000
UNREADABLE = "#UNREADABLE"  # never to look like a missing value
NOT_WHOLE, AGAIN = "it is no whole Parquet file", "send it again"


def read_parquet(data: bytes, file: str) -> Sheet:
    """Return the sheet of a Parquet file; its rows are numbered from 1. Raises UnreadableDrop for one that is not whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        whole = pq.ParquetFile(io.BytesIO(data))
        names = [str(name) for name in whole.schema_arrow.names]
        if not names:
            raise UnreadableDrop(file, "it has no columns", "send the extract again")
        refuse_same_headers(file, names)
        rows = whole.metadata.num_rows
        if rows > SMALL_TABLE and rows > ROWS_PER_BYTE * len(data):
            raise UnreadableDrop(file, f"it repeats {rows:,} rows in {len(data):,} bytes, which no table does", AGAIN)
        table = whole.read(use_threads=False)
        table.validate(full=True)  # else a broken text would be met where it ends the process
        columns = [_as_text(column).alias(f"c{i}") for i, column in enumerate(table.columns)]
    except MemoryError:  # one of Arrow's own exceptions, too
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError, pl.exceptions.PolarsError):
        raise UnreadableDrop(file, NOT_WHOLE, AGAIN) from None
    texts = pl.DataFrame(columns).select(pl.when(pl.all() != "").then(pl.all()))
    return make_sheet(SheetOrigin(file, encoding="parquet"), names, texts.with_row_index("source_row", 1))


def write_floats(numbers: pl.Series) -> pl.Series:
    """Return numbers as the shortest text that reads back as the same number, without exponent: 45, 3.5, 0.0000001.

    They have the decimal mark with which the source is read.
    """
    return _without_exponent(numbers.cast(pl.String).str.strip_suffix(".0"), "e")


def _without_exponent(texts: pl.Series, sign: str) -> pl.Series:
    if texts.str.contains(sign, literal=True).any():
        texts = pl.Series([f"{Decimal(cell):f}" if cell and sign in cell else cell for cell in texts], dtype=pl.String)
    return texts.str.replace(POINT, decimal_mark(), literal=True)


def _as_text(column: Any) -> pl.Series:
    """Return a column of Arrow as text; what polars has no type for goes by Arrow's own words or by Python's."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        return _as_text(column.cast(kind.value_type))
    if pa.types.is_decimal(kind):
        return _without_exponent(pl.Series(column.cast(pa.string()).to_pylist(), dtype=pl.String), "E")
    if pa.types.is_float16(kind):
        return _by_python(column, _write_half)
    if pa.types.is_nested(kind):
        return _by_python(column, write_json)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _by_python(column, _decode)
    try:
        return _typed_as_text(pl.Series(pl.from_arrow(column)))
    except (TypeError, ValueError, pl.exceptions.PolarsError):
        return _by_python(column, str)


def _by_python(column: Any, write: Callable[[Any], str]) -> pl.Series:
    try:
        return pl.Series([None if cell is None else write(cell) for cell in column.to_pylist()], dtype=pl.String)
    except (ValueError, OverflowError):  # a moment that is not of Python's calendar
        return pl.Series([UNREADABLE] * len(column), dtype=pl.String)


def _write_half(cell: float) -> str:
    """Return a number of 16 bits as the shortest text that reads back as the same: 3.9, of which 32 bits would make 3.9003906."""
    import numpy as np

    return np.format_float_positional(np.float16(cell), unique=True, trim="-")


def _decode(cell: bytes) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return "0x" + cell.hex()  # a picture or a key, which is no broken text; 95 alone would be a number


def _typed_as_text(series: pl.Series) -> pl.Series:
    kind = series.dtype
    if kind.is_float():
        return write_floats(series)
    if kind == pl.Boolean:
        return series.cast(pl.String).str.to_uppercase()
    if isinstance(kind, pl.Datetime):
        text = series.dt.to_string("%Y-%m-%d %H:%M:%S%.f")
        return text.str.strip_suffix(" 00:00:00") if kind.time_zone is None else text + series.dt.to_string("%:z")
    return series.cast(pl.String)


def write_json(value: object) -> str:
    """Return a value of several parts as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)
