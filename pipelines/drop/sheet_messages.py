"""What the process that reads foreign files is told and what it answers: a line of JSON with lengths, then bytes.

Rows travel as Arrow; nothing that is received is ever run.
"""

import io
import json
from typing import IO, Any

import polars as pl

from pipelines.drop.sheet import BrokenRow, Sheet, UnreadableDrop


def send(stream: IO[bytes], words: dict[str, Any], *blobs: bytes) -> None:
    """Write a message and what goes with it."""
    line = json.dumps(words | {"sizes": [len(blob) for blob in blobs]})
    stream.write(line.encode() + b"\n")
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """Return the next message and what goes with it; None if the other process has ended."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    words = json.loads(line)
    blobs = [stream.read(size) for size in words["sizes"]]
    return (words, blobs) if [len(blob) for blob in blobs] == words["sizes"] else None


def send_sheets(stream: IO[bytes], sheets: list[Sheet]) -> None:
    """Write the sheets of a file."""
    described = [
        {
            "file": sheet.file,
            "name": sheet.name,
            "header": sheet.header,
            "broken": [[row.source_row, row.rule, row.reason] for row in sheet.broken],
            "counted_out": sheet.counted_out,
            "encoding": sheet.encoding,
            "is_counted": sheet.is_counted,
            "date_system": sheet.date_system,
        }
        for sheet in sheets
    ]
    send(stream, {"sheets": described}, *(_to_arrow(sheet.rows) for sheet in sheets))


def send_refusal(stream: IO[bytes], refusal: UnreadableDrop) -> None:
    """Write that a file is refused, and why."""
    send(stream, {"refused": [refusal.file, refusal.wrong, refusal.remedy], "rule": refusal.rule, "line": refusal.line})


def sheets_of(words: dict[str, Any], blobs: list[bytes]) -> list[Sheet]:
    """Return the sheets that an answer holds, or raise UnreadableDrop if it refuses the file."""
    if "refused" in words:
        raise UnreadableDrop(*words["refused"], rule=words["rule"], line=words["line"])
    return [
        Sheet(
            **described | {"header": tuple(described["header"]), "broken": tuple(BrokenRow(*row) for row in described["broken"])},
            rows=pl.read_ipc_stream(io.BytesIO(blob)),
        )
        for described, blob in zip(words["sheets"], blobs, strict=True)
    ]


def _to_arrow(rows: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    rows.write_ipc_stream(buffer)
    return buffer.getvalue()
