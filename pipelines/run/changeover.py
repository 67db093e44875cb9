"""Makes a run the one that is shown: its folders and pages take the places of the last run's, all of them, whatever stops the machine.

A change-over is written down before it begins. By then all that belongs to it lies ready in hidden folders: the release, what is
restricted, the pages of out/. Cut off at any point, it is carried on at the next start from wherever it was: each of its steps may be
made twice. Nothing of a run is shown before its change-over is written down, and what had not come so far is never shown.
"""

import json
import os
import re
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.findings.queries.query_log import append_moves, last_move, log_path
from pipelines.release.hold import write_hold
from pipelines.release.ledger import append_line, next_number
from pipelines.release.store import sweep_store
from pipelines.run.interruption import put_off_interruptions
from pipelines.run.lock import only_run
from pipelines.settings.zones import Zones, point, publish_folder, sync, sync_folder, write_private

PAGES = ".pages"  # in out/
PRUNED = ".pruned"  # a folder on its way out
AGAIN = ".again"  # where a release is made again, to be compared
LEFT_OVER = re.compile(r"\..+-\d+")  # a file or link that a process had not put into its place


@dataclass(frozen=True)
class ChangeOver:
    """What a run shows. `run_id` is blank for a run that came to no rows; `pages` are the files of out/ by their path below it."""

    pages: Mapping[str, str]
    run_id: str = ""
    is_release: bool = False
    is_new: bool = False  # its folders lie hidden; those of a run that is shown again have their places
    moves: Sequence[Mapping[str, Any]] = field(default=())
    line: Mapping[str, Any] = field(default_factory=dict)  # of the ledger
    is_held: bool = False  # its folders are kept and not shown: another release is, to which somebody has rolled back
    hold: Mapping[str, Any] | None = None  # that a release is rolled back to from now on; empty: that none is any more


@contextmanager
def at_work(zones: Zones) -> Generator[str]:
    """Hold the lock of a data folder while the block runs, after the change-over that was cut off; give its run, "" if none was.

    Raises AnotherRun if another process is at work.
    """
    with only_run(zones.restricted / "lock"):
        _sweep(zones)
        yield finish(zones)


def change_over(zones: Zones, change: ChangeOver) -> None:
    """Show a run. Raises OSError where the data folder cannot be written; once it is written down (`is_pending`) it only has to go on.

    An interruption waits until the caller takes it up, so that a run which is shown never says that it is not.
    """
    put_off_interruptions()
    begin(zones, change)
    finish(zones)


def begin(zones: Zones, change: ChangeOver) -> None:
    """Lay the pages ready and write the change-over down; nothing of it can be seen yet, and where it cannot be written nothing stays."""
    try:
        _lay_ready(zones, change)
    except BaseException:
        if not is_pending(zones):  # the disk may tell late, or a signal come, when it is written down already
            shutil.rmtree(zones.out / PAGES, ignore_errors=True)
        raise


def is_pending(zones: Zones) -> bool:
    """Say whether a change-over is written down and not yet at its end."""
    return _note(zones).is_file()


def finish(zones: Zones) -> str:
    """Carry on the change-over that is written down, to its end; return its run, "" where there is none."""
    pages = zones.out / PAGES
    if not is_pending(zones):
        shutil.rmtree(pages, ignore_errors=True)
        return ""
    written = json.loads(_note(zones).read_bytes())
    for partial, target in _folders(zones, written):
        current = target.parents[1] / "current"
        if written["is_new"] and partial.is_dir():
            publish_folder(partial, target, current, is_shown=not written.get("is_held"))
        elif current.resolve() != target.resolve() and not written.get("is_held"):
            point(current, target)
    if (hold := written.get("hold")) is not None:
        write_hold(zones.registry, hold)
    append_moves(log_path(zones.restricted), written["moves"], after=written["last_move"])
    if line := written.get("line"):
        append_line(zones.registry, line, written["line_no"])
    _place_pages(zones.out, pages, written["pages"])
    _note(zones).unlink()
    return str(written["run_id"])


def hidden_folder(folder: Path, run_id: str) -> Path:
    """Return where a folder of a run is made, among its like, until it is complete."""
    return folder / f".{run_id}.partial"


def _lay_ready(zones: Zones, change: ChangeOver) -> None:
    pages = zones.out / PAGES
    shutil.rmtree(pages, ignore_errors=True)
    for name, text in change.pages.items():
        path = pages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    written = {
        "run_id": change.run_id,
        "is_release": change.is_release,
        "is_new": change.is_new,
        "pages": sorted(change.pages),
        "moves": list(change.moves),
        "last_move": last_move(log_path(zones.restricted)),
        "line": dict(change.line),
        "is_held": change.is_held,
        "hold": None if change.hold is None else dict(change.hold),
        "line_no": next_number(zones.registry),
    }
    sync_folder(pages)
    for partial, _ in _folders(zones, written) if change.is_new else ():
        sync_folder(partial)
    write_private(_note(zones), json.dumps(written, ensure_ascii=False, default=str).encode())


def _note(zones: Zones) -> Path:
    return zones.restricted / "changeover.json"


def _folders(zones: Zones, written: Mapping[str, Any]) -> list[tuple[Path, Path]]:
    """Return the folders of a run, each as it lies hidden and as it is shown."""
    homes = [zones.restricted / "runs"] + ([zones.registry / "releases"] if written["is_release"] else [])
    return [(hidden_folder(home, written["run_id"]), home / written["run_id"]) for home in homes] if written["run_id"] else []


def _place_pages(out: Path, pages: Path, names: Sequence[str]) -> None:
    """Put the pages into their places; one that says what is there already stays untouched, a page of a folder that has it no more goes."""
    for name in names:
        new, old = pages / name, out / name
        if not new.is_file():
            continue  # it was put there before the change-over was cut off
        if old.is_file() and old.read_bytes() == new.read_bytes():
            new.unlink()
            continue
        old.parent.mkdir(parents=True, exist_ok=True)
        new.replace(old)
    for folder in {Path(name).parent for name in names} - {Path()}:
        for left in (out / folder).glob("*.html"):
            if (folder / left.name).as_posix() not in names:
                left.unlink()
    for folder in {out, *((out / name).parent for name in names)}:
        sync(folder)
    shutil.rmtree(pages, ignore_errors=True)


def _sweep(zones: Zones) -> None:
    """Remove what a killed process had not yet put into its place; the lock says that none is at work."""
    for folder in (zones.out, zones.out / "rules", zones.restricted, zones.registry):
        for path in os.scandir(folder) if folder.is_dir() else ():
            if LEFT_OVER.fullmatch(path.name) and not path.is_dir(follow_symlinks=False):
                os.unlink(path)
    for home in (zones.restricted / "runs", zones.registry / "releases"):
        for folder in home.glob(f".*{PRUNED}-*"):
            shutil.rmtree(folder)
    for folder in zones.restricted.glob(f"{AGAIN}-*"):
        shutil.rmtree(folder)
    sweep_store(zones.restricted)
