"""What a data folder shows: of which run each of its parts is, whether it is whole, and whether status.json says the truth of it."""

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BEFORE, AFTER = "the run before", "the run"
FAILED = "a run that failed"  # the page and the status of one that came to nothing
NEITHER = "no run, whole"
LOGS = re.compile(r"restricted/(lock|logs(/.*)?)|out/(ingest|refresh)\.log")
TIMES = re.compile(rb'"(when|begun|seconds|pid)": ("[^"]*"|[0-9.]+)')
DAYS = re.compile(rb"20\d\d-\d\d-\d\d")
PROCESS = re.compile(r"-\d+$")  # of the process that was writing it

Tree = Mapping[str, tuple[int, bytes]]


def tree(data: Path) -> Tree:
    """Return all that lies below a data folder but logs: by path its mode and bytes; a link with where it leads.

    What no two runs have in common is left out of the bytes: times, durations and numbers of processes, and lines of failed runs.
    """
    found = {}
    for path in sorted(data.rglob("*")):
        name = PROCESS.sub("-process", path.relative_to(data).as_posix())
        if not LOGS.fullmatch(name):
            found[name] = (stat.S_IMODE(path.lstat().st_mode), _bytes(path, name))
    return found


def _bytes(path: Path, name: str) -> bytes:
    if path.is_symlink():
        return b"-> " + os.readlink(path).encode()
    if path.is_dir():
        return b"a folder"
    content = path.read_bytes()
    if name.endswith("ledger.jsonl"):
        return b"".join(re.sub(rb'"no": \d+, ', b"", line) for line in _untimed(content).splitlines(True) if b'"failed"' not in line)
    if name.endswith("trend.html"):
        return DAYS.sub(b"a day", content)  # of the runs, which may come behind midnight
    return _untimed(content) if name.endswith((".json", ".json-process")) else content


def _untimed(content: bytes) -> bytes:
    return TIMES.sub(rb'"\1": 0', content)


@dataclass(frozen=True)
class Known:
    """How a data folder looks that no fault ever struck: before the run, after it, and after the same drop was taken once more."""

    before: Tree
    after: Tree
    again: Tree

    def is_at_its_end(self, now: Tree) -> bool:
        """Say whether a folder is byte for byte as if no fault had struck."""
        return now in (self.after, self.again)

    def first_difference(self, now: Tree) -> str:
        """Return the first paths at which a folder differs from one that no fault struck."""
        like = min((self.after, self.again), key=lambda tree: len(_unlike(tree, now)))
        return ", ".join(_unlike(like, now)[:3])


def _unlike(one: Tree, other: Tree) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@dataclass(frozen=True)
class Shown:
    """Of which run each part of a data folder is that somebody reads."""

    parts: Mapping[str, str]
    is_written_down: bool  # that a change-over is under way, which the next start carries on

    @property
    def of(self) -> set[str]:
        """The runs of which something is shown; the page of one that failed stands beside those of the run before it."""
        return set(self.parts.values()) - {FAILED}

    @property
    def is_mixed(self) -> bool:
        """Whether it is not of one run, whole."""
        return len(self.of) != 1 or NEITHER in self.of

    def in_words(self) -> str:
        """Return which part is of which run."""
        return ", ".join(f"{part} of {run}" for part, run in self.parts.items())


def look(data: Path, known: Known) -> Shown:
    """Return what a data folder shows."""
    now = tree(data)
    parts = {f"{zone}/current": _of_current(now, zone, known) for zone in ("registry", "restricted")}
    parts["out/"] = _of(now, known, lambda name: name.startswith("out/") and not _is_said_of_failures(name))
    for part, name in (("queries", "restricted/queries/log.ndjson"), ("ledger", "registry/ledger.jsonl")):
        parts[part] = _of(now, known, name.__eq__)
    page = _of(now, known, "out/report.html".__eq__)
    is_without = page == NEITHER and (
        "out/report.html" not in now or b"There are no new results" in now["out/report.html"][1] or _is_failed(now)
    )
    parts["report.html"] = FAILED if is_without else page
    return Shown(parts, "restricted/changeover.json" in now)


def _of_current(now: Tree, zone: str, known: Known) -> str:
    """Return of which run the folder is to which `current` leads; each file of it must be there, and no other."""
    link = now.get(f"{zone}/current", (0, b""))[1].removeprefix(b"-> ").decode()
    folder = f"{zone}/{link}/"
    for run, like in ((BEFORE, known.before), (AFTER, known.after)):
        home = like[f"{zone}/current"][1].removeprefix(b"-> ").decode()
        if _below(now, folder) == _below(like, f"{zone}/{home}/"):
            return run
    return NEITHER


def _below(now: Tree, folder: str) -> dict[str, tuple[int, bytes]]:
    return {name.removeprefix(folder): content for name, content in now.items() if name.startswith(folder)}


def _of(now: Tree, known: Known, is_meant) -> str:
    part = {name: content for name, content in now.items() if is_meant(name)}
    for run, like in ((BEFORE, known.before), (AFTER, known.after), (AFTER, known.again)):
        if part == {name: content for name, content in like.items() if is_meant(name)}:
            return run
    return NEITHER


def _is_said_of_failures(name: str) -> bool:
    return name in ("out/status.json", "out/report.html", "out/.pages") or name.startswith(("out/.pages/", "out/."))


def _is_failed(now: Tree) -> bool:
    try:
        return json.loads(now["out/status.json"][1])["state"] == "failed"
    except (KeyError, ValueError):
        return False


def untrue_status(data: Path, shown: Shown, process: int) -> str:
    """Return what status.json says that is not so, "" where it is true; `process` is that of the run, which is dead."""
    status = json.loads((data / "out" / "status.json").read_bytes())
    state, message = status["state"], status.get("message", "")
    registry = shown.parts["registry/current"]
    if state == "running":
        return "" if status["pid"] == process else f"running in process {status['pid']}, which never was"
    if state in ("published", "unchanged"):
        leads_to = (data / "registry" / "current").resolve().name
        return "" if status["release"] == leads_to or shown.is_written_down else f"{state} {status['release']}, and current is {leads_to}"
    if "the last good release is as it was" in message:
        return "" if registry == BEFORE and not shown.is_written_down else f"{message!r}, and current is of {registry}"
    if "is shown at the next start" in message:
        return "" if shown.is_written_down else f"{message!r}, and no change-over is written down"
    return f"state {state}: {message!r}"
