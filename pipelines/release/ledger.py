"""The ledger of a data folder: one line of JSON for each run and each act upon its releases, added at the end and never changed.

It knows what no release may know, for the same inputs are the same bytes: when it was made, and how long that took. Counts only.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.settings.zones import sync

LEDGER = "ledger.jsonl"
MADE = ("published", "held")  # the states of a run that has made a release


def read_ledger(registry: Path) -> list[dict[str, Any]]:
    """Return all lines, the oldest first; a last one that was cut off when the machine stopped is none."""
    path = registry / LEDGER
    lines = path.read_bytes().split(b"\n")[:-1] if path.is_file() else []
    return [line for line in map(_line, lines) if line]


def next_number(registry: Path) -> int:
    """Return the number of the line that comes next."""
    return max((line["no"] for line in read_ledger(registry)), default=0) + 1


def append_line(registry: Path, line: Mapping[str, Any], number: int) -> None:
    """Add a line under its number, once: not where that is given already. What a kill had cut off goes first."""
    if number < next_number(registry):
        return
    text = json.dumps({"no": number, **line}, ensure_ascii=False, default=str) + "\n"
    is_new = not (registry / LEDGER).exists()
    with os.fdopen(os.open(registry / LEDGER, os.O_RDWR | os.O_CREAT, 0o666), "r+b") as file:
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync(registry)


def made_at(registry: Path) -> dict[str, str]:
    """Return when each release was made, the last time if several; the newest last, also where the clock has been put back since."""
    made: dict[str, str] = {}
    for line in read_ledger(registry):
        if line.get("state") in MADE:
            made.pop(line["release"], None)
            made[line["release"]] = line["when"]
    return made


def _line(text: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
        return line if isinstance(line.get("no"), int) else None
    except (ValueError, AttributeError):
        return None
