"""JSON to rows: one object per line, or one array of objects; a record that is none is quarantined with its number."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import polars as pl

from pipelines.drop.decode import Text
from pipelines.drop.make_sheet import SheetOrigin, make_sheet
from pipelines.drop.parquet import write_json
from pipelines.drop.sheet import BrokenRow, Sheet, UnreadableDrop, refuse_same_headers

BLOCK = 50_000  # records that are Python objects at one time
MOST_COLUMNS = 16_384  # as many as the widest sheet has
GAPS = " \t\r\n"
NO_OBJECT = "it is not one JSON object with every key once"


def read_json(text: Text, file: str) -> Sheet:
    """Return the sheet of a file of JSON objects; numbers keep the digits with which they were written.

    A row's number is that of its line, or its place in the array. Raises UnreadableDrop for an array or a last line that
    breaks off, and where there is no object.
    """
    columns: dict[str, str] = {}
    broken: list[BrokenRow] = []
    blank = 0
    frames = [pl.DataFrame(schema={"source_row": pl.Int64})]
    records = _elements(text, file) if _is_array(text) else enumerate(text.lines(), 1)
    while block := list(islice(records, BLOCK)):
        rows = []
        for number, record in block:
            if not record.strip():
                blank += 1
                continue
            cells = _read_record(record, columns)
            if cells is None and not record.endswith(("\n", "\r")):
                wrong = "the last line breaks off and the file looks truncated"
                raise UnreadableDrop(file, wrong, "send the whole file again", line=number)
            if cells is None:
                broken.append(BrokenRow(number, "CV-028", NO_OBJECT))
            else:
                rows.append(cells | {"source_row": number})
            if len(columns) > MOST_COLUMNS:
                wrong = f"its records have more than {MOST_COLUMNS:,} different keys"
                raise UnreadableDrop(file, wrong, "send one object per row, each with the same keys", rule="CV-002", line=number)
        schema = dict.fromkeys(columns.values(), pl.String) | {"source_row": pl.Int64}
        frames.append(pl.DataFrame(rows, schema=schema))
    refuse_same_headers(file, list(columns))
    if not columns:
        remedy = "send the extract again, one object per line or one array of objects"
        raise UnreadableDrop(file, "it holds no JSON object", remedy)
    rows = pl.concat(frames, how="diagonal")
    if rows.height == 1 and not broken and _holds_a_table(text):
        wrong = "it is one JSON object that holds a whole table, by its columns or under a name"
        raise UnreadableDrop(file, wrong, "send one object per row, as pandas writes with orient='records', lines=True")
    rows = rows.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))
    return make_sheet(SheetOrigin(file, encoding=text.encoding), list(columns), rows, broken, {"blank": blank})


def _holds_a_table(text: Text) -> bool:
    """Say whether a file of one object has more objects or lists in it than texts."""
    found = json.loads(text.whole(), parse_int=str)
    cells = list(found.values()) if isinstance(found, dict) else []
    return 2 * sum(isinstance(cell, dict | list) for cell in cells) > len(cells)


def _is_array(text: Text) -> bool:
    """Say whether the first thing in a file is an array that goes on below its first line, or is all there is."""
    filled = (line for line in text.lines() if line.strip())
    first = next(filled, "").strip()
    if not first.startswith("["):
        return False
    return not first.endswith("]") or next(filled, None) is None


def _elements(text: Text, file: str) -> Iterator[tuple[int, str]]:
    """Yield each element of an array, as it is written, with its place from 1."""
    whole, decoder = text.whole(), json.JSONDecoder()
    at = _skip(whole, whole.index("[") + 1)
    number = 0
    while at < len(whole) and whole[at] != "]":
        try:
            _, end = decoder.raw_decode(whole, at)
        except (ValueError, RecursionError):
            break
        number += 1
        yield number, whole[at:end] + "\n"
        at = _skip(whole, end)
        if whole[at : at + 1] != ",":
            break
        at = _skip(whole, at + 1)
    if whole[at : at + 1] != "]" or whole[at + 1 :].strip():
        wrong = f"it is an array of JSON that breaks off, or is none any more, after record {number}"
        raise UnreadableDrop(file, wrong, "send the whole file again")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in GAPS:
        at += 1
    return at


def _read_record(record: str, columns: dict[str, str]) -> dict[str, str | None] | None:
    """Return the cells of a record by column, None if it is no object; a key that is new becomes a column."""
    try:
        found = json.loads(record, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_unique)
        if "\\ud" in record.lower():
            json.dumps(found, ensure_ascii=False).encode()  # half of a surrogate pair is no text
        plain = found
        if not all(isinstance(cell, str) or cell is None for cell in found.values()):
            plain = json.loads(record)
        return {columns.setdefault(key, f"c{len(columns)}"): _cell(cell, plain[key]) for key, cell in found.items()}
    except (ValueError, AttributeError, RecursionError):
        return None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key twice")
    return record


def _cell(cell: object, plain: object) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    return str(cell).upper() if isinstance(cell, bool) else write_json(plain)
