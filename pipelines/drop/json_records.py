"""JSON to rows: one object per line, objects one behind the other, or one array of them; a record that is none is quarantined."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import polars as pl

from pipelines.drop.decode import Text
from pipelines.drop.footer import read_footer
from pipelines.drop.make_sheet import SheetOrigin, make_sheet
from pipelines.drop.parquet import write_json
from pipelines.drop.sheet import BrokenRow, Sheet, UnreadableDrop, refuse_same_headers
from pipelines.drop.typed_numbers import with_mark

LONGEST = 200_000_000  # characters of objects that stand over several lines
BLOCK = 50_000  # records that are Python objects at one time
MOST_COLUMNS = 16_384  # as many as the widest sheet has
GAPS = " \t\r\n\x1e"  # the last before each record of a sequence (RFC 7464)
OF_FAILURES = frozenset(
    ("error", "errors", "exception", "fault", "code", "status", "message", "detail", "details", "title", "trace", "timestamp", "path")
)
LONGEST_REMARK = 2_000  # characters
REMARK = r'\s*\{\s*"[_@]?(?:http_?)?(?:' + "|".join(sorted(OF_FAILURES)) + "|rows?|records?|total|count|number|n|num)"
TELLS_FAILURE = frozenset(("error", "errors", "exception", "fault"))
NO_OBJECT = "it is not one JSON object with every key once"


def read_json(text: Text, file: str) -> Sheet:
    """Return the sheet of a file of JSON objects; numbers keep the digits with which they were written.

    A row's number is that of its line, or its place among the objects. Raises UnreadableDrop for an array or a last line that
    breaks off, where there is no object, and for one object that holds a table.
    """
    columns: dict[str, str] = {}
    broken: list[BrokenRow] = []
    blank = 0
    frames = [pl.DataFrame(schema={"source_row": pl.Int64})]
    said: list[tuple[str, int]] = []
    records = _records(text, file)
    while block := list(islice(records, BLOCK)):
        rows = []
        for number, record in block:
            record = record.lstrip(GAPS)
            if not record:
                blank += 1
                continue
            if remark := _read_remark(record, file, number):
                said.append((remark, number))
                continue
            cells = _read_record(record, columns)
            if cells is None and not record.endswith(("\n", "\r")) and not _is_json(record):
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
    remarks = pl.DataFrame(said, schema={"c0": pl.String, "source_row": pl.Int64}, orient="row")
    rows = pl.concat([*frames, remarks], how="diagonal").sort("source_row") if said else pl.concat(frames, how="diagonal")
    if rows.height == 1 and not broken and _holds_a_table(text):
        wrong = "it is one JSON object that holds a whole table, by its columns or under a name, as an answer of a web service does"
        raise UnreadableDrop(file, wrong, "send all rows, one object each, as pandas writes with orient='records', lines=True")
    if "resourceType" in columns:
        raise UnreadableDrop(file, "it holds resources of FHIR, which are not read", "send a table of them, one object or line per row")
    rows = rows.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))
    return make_sheet(SheetOrigin(file, encoding=text.encoding), list(columns), rows, broken, {"blank": blank})


def _read_remark(record: str, file: str, number: int) -> str:
    """Return what a record of one key says that is no row and counts them: {"count": 57}; blank for any other.

    Raises UnreadableDrop (CV-001) for one that says that the export failed, as a program that reads for another one writes it.
    """
    if len(record) > LONGEST_REMARK or not re.match(REMARK, record):
        return ""
    try:
        found = json.loads(record.rstrip().removesuffix(","), parse_int=str)
    except (ValueError, RecursionError):
        return ""
    names = {re.sub(r"[\W_]|http", "", key.lower()) for key in found}
    if names <= OF_FAILURES and (names & TELLS_FAILURE or {"message", "status"} <= names):
        wrong = "the program that wrote it says here that it failed"
        raise UnreadableDrop(file, wrong, "export the table again and send the whole file", line=number)
    text = " ".join(f"{key.strip('_').replace('_', ' ')}: {cell}" for key, cell in found.items())
    return text if len(found) == 1 and read_footer(text) else ""


def _holds_a_table(text: Text) -> bool:
    """Say whether a file of one object has a list of objects in it, or more objects and lists than texts."""
    found = json.loads(text.whole().strip(GAPS), parse_int=str)
    cells = list(found.values()) if isinstance(found, dict) else []
    has_rows = any(isinstance(cell, list) and cell and all(isinstance(each, dict) for each in cell) for cell in cells)
    return has_rows or 2 * sum(isinstance(cell, dict | list) for cell in cells) > len(cells)


def _is_json(record: str) -> bool:
    try:
        json.loads(record, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


def _records(text: Text, file: str) -> Iterator[tuple[int, str]]:
    """Return each record, as it is written, with its number."""
    if _is_array(text):
        return _elements(text, file)
    first = next((line.strip(GAPS) for line in text.lines() if line.strip(GAPS)), "")
    is_endless = first.endswith("\ufffd")
    if first.startswith("{") and not is_endless and not _is_json(first.removesuffix(",")):
        whole = text.whole()
        objects = list(_objects(whole)) if len(whole) < LONGEST else []
        if objects:
            return iter(objects)
    return enumerate(text.lines(), 1)


def _objects(whole: str) -> Iterator[tuple[int, str]]:
    """Yield the objects that stand one behind the other, over lines or in one; nothing if what is behind them is none."""
    decoder, found, at = json.JSONDecoder(), [], _skip(whole, 0)
    while at < len(whole):
        try:
            record, end = decoder.raw_decode(whole, at)
        except (ValueError, RecursionError):
            return
        if not isinstance(record, dict):
            return
        found.append((len(found) + 1, whole[at:end] + "\n"))
        at = _skip(whole, end)
        at = _skip(whole, at + 1) if whole[at : at + 1] == "," else at
    yield from found


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
    record = record.rstrip().removesuffix(",") if record.startswith("{") else record  # the lines of an array without its brackets
    try:
        found = json.loads(record, parse_int=str, parse_float=with_mark, parse_constant=str, object_pairs_hook=_unique)
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
