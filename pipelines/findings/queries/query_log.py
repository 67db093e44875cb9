"""The log of the queries: one line of JSON per move, added at the end and never changed, in the restricted zone.

What a query is, and where it stands, follows from it alone. A move is made by a run ("the run") or by a person, whose answer it is.
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.zones import sync

RUN = "the run"
RIGHT = "right as it is"  # the one answer that keeps a row
MOVE = (
    "move_no",
    "query_no",
    "identity",
    "day",
    "made_by",
    "state_from",
    "state_to",
    "why",
    "rule",
    "layer",
    "table",
    "patient",
    "entity",
    "columns",
    "fingerprint",
    "answer",
    "comment",
    "until_day",
)


def log_path(restricted: Path) -> Path:
    """Return where the log lies."""
    return restricted / "queries" / "log.ndjson"


def read_log(path: Path) -> list[dict[str, Any]]:
    """Return all moves, the oldest first; raise UnusableSettings where a line is not one.

    A last line that was cut off when the machine stopped is no move: it is made again by the run that follows.
    """
    if not path.is_file():
        return []
    lines = path.read_bytes().split(b"\n")
    moves = []
    for number, line in enumerate(lines[:-1], start=1):
        try:
            move = json.loads(line)
            day, until = move["day"], move.get("until_day")
            moves.append(move | {"day": dt.date.fromisoformat(day), "until_day": dt.date.fromisoformat(until) if until else None})
        except (ValueError, KeyError, TypeError):
            raise UnusableSettings(
                f"{path}: line {number} is no move of a query; put back the file as it was before, nothing else has it"
            ) from None
    return moves


def last_move(path: Path) -> int:
    """Return the number of the last move in the log, 0 in an empty one."""
    return max((move["move_no"] for move in read_log(path)), default=0)


def append_moves(path: Path, moves: Iterable[Mapping[str, Any]], *, after: int | None = None) -> int:
    """Add moves to the log under the numbers that follow, and return how many; what a kill had cut off goes first.

    `after` is the number of the move before them: those that were added before a kill are then not added again.
    """
    last = last_move(path)
    first = last if after is None else after
    lines = [
        json.dumps(dict(move) | {"move_no": number}, ensure_ascii=False, default=str)
        for number, move in enumerate(moves, start=first + 1)
        if number > last
    ]
    if not lines:
        return 0
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not path.exists()
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        whole = file.read()
        file.truncate(whole.rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(("\n".join(lines) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync(path.parent)
    return len(lines)


def last_said(log: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what people said last of each query of which they said anything."""
    return list({move["query_no"]: move for move in log if move["made_by"] != RUN}.values())


def digest_of_answers(log: Iterable[Mapping[str, Any]]) -> str:
    """Return the digest of what people have said, on which a run depends; "" where nobody has said anything."""
    said = [move for move in log if move["made_by"] != RUN]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest() if said else ""
