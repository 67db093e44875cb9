"""What a run came to, as a message: one line for the run and one for each source, counts only, no name of a file and no value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """What is sent: a subject, lines, and the same counts for programs."""

    subject: str
    lines: tuple[str, ...]
    counts: Mapping[str, Any]


def message_of(status: Mapping[str, Any], results: Mapping[str, Any]) -> Message:
    """Return the message of a run; `status` is the content of its status.json, `results` of its results.json ({} where it has none)."""
    registry = results.get("registry") or "Registry"
    sources = (results.get("queries") or {}).get("source_counts", []) if status["state"] == "published" else []
    counts = {name: status.get(name) for name in ("state", "run_id", "as_of", "exit_code")} | {"registry": registry, "sources": sources}
    return Message(f"{registry}: {status['state']}, as of {status.get('as_of') or 'no day'}", tuple(_lines(status, sources)), counts)


def _lines(status: Mapping[str, Any], sources: list[Mapping[str, Any]]) -> Iterator[str]:
    rows = [counts for counts in (status.get("tables") or {}).values() if counts]
    read, quarantined = (sum(counts.get(name, 0) for counts in rows) for name in ("read", "quarantined"))
    patients = (status.get("cohort") or {}).get("n")
    said = f"{read:,} rows read, {quarantined:,} quarantined" + (f"; {patients:,} patients in the cohort" if patients is not None else "")
    yield said if status["state"] == "published" else f"{said}; nothing is published, out/status.json says why"
    for one in sources:
        new, again = f"{one['new_count']:,} new", f"{one['reopened_count']:,} opened again"
        yield f"{one['source']}: {one['open_count']:,} questions open, {new}, {again}; {one['answered_count']:,} answered and not yet sent"
    if status["state"] == "published" and not sources:
        yield "no question is open"
