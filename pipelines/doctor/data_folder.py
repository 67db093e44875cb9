"""Looks at a data folder, and changes nothing in it: who may enter, the key, room on the disk, the lock, the release and the last runs."""

import datetime as dt
import fcntl
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.doctor.check import Check
from pipelines.findings.queries.query_log import log_path, read_log
from pipelines.raw.key_file import fingerprint, load_key
from pipelines.release.hold import read_hold
from pipelines.release.key_in_use import key_in_use
from pipelines.release.published import is_of_open_key, is_published
from pipelines.run.room import LEAST_MB, free_mb, kept_mb, wanted_mb
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.key_place import has_public_numbers, key_place
from pipelines.settings.sections import Settings
from pipelines.settings.zones import Zones

OLD_DAYS = 3  # since a run, where one is expected every night


def look_at_zones(zones: Zones) -> Iterator[Check]:
    """Look at who may enter the restricted zone, and whether it can be written."""
    if not zones.restricted.is_dir():
        yield Check("folders", "look", f"{zones.data} holds no run yet", "make ingest DROP=folder")
        return
    open_to_others = [path for path in [zones.restricted, *_below(zones.restricted)] if _mode(path) & 0o077]
    if open_to_others:
        said = f"{len(open_to_others):,} files or folders of the restricted zone can be read by others"
        yield Check("folders", "ill", said, f"chmod -R go= {zones.restricted}")
    elif not all(os.access(zone, os.W_OK | os.X_OK) for zone in (zones.restricted, zones.registry, zones.out)):
        yield Check(
            "folders", "ill", f"{zones.data} cannot be written by you", "run as the owner of the folder, or name another with DATA=folder"
        )
    else:
        yield Check("folders", "well", f"{zones.data}: the restricted zone is its owner's alone")
    if (zones.restricted / "forget_plan.json").is_file():
        yield Check("forgetting", "ill", "patients were to be forgotten, and the command did not end", "make forget BY=name, once more")


def look_at_key(zones: Zones, config: Path, settings: Settings) -> Check:
    """Look whether the key is there, its owner's alone, and the one of the releases; never at what it is."""
    place, in_use = key_place(config, settings, zones.data), key_in_use(zones.registry)
    if has_public_numbers(settings):
        return Check("key", "well", "the patient numbers are public, and need none")
    if not place.exists() and is_of_open_key(zones.registry / "current"):
        return Check("key", "well", "the patients are invented, and need none")
    if not place.exists() and not in_use:
        return Check("key", "look", "there is none yet; only the synthetic hospital needs none", "python -m pipelines key")
    try:
        key = load_key(place, zones.restricted, is_public=False, in_use=in_use)
    except UnusableSettings as error:
        return Check("key", "ill", str(error), "put the copy of the key in its place")
    if in_use and fingerprint(key) != in_use:
        return Check(
            "key", "ill", f"{place} is not the key of the releases (fingerprint {in_use})", "put the copy of that key in its place"
        )
    if _mode(place) & 0o077:
        return Check("key", "ill", f"{place} can be read by others", f"chmod 600 {place}")
    return Check("key", "well", "it is there, its owner's alone" + (", and that of the releases" if in_use else ""))


def look_at_room(zones: Zones) -> Check:
    """Hold the room on the disk against what the last run has kept."""
    free, needed = free_mb(zones), wanted_mb(zones, LEAST_MB)
    said = f"{free / 1000:,.1f} GB are free; the last run has kept {kept_mb(zones):,.0f} MB"
    if free >= needed:
        return Check("disk", "well", said)
    return Check("disk", "ill", said, f"free {(needed - free):,.0f} MB: python -m pipelines releases prune --keep-days 90")


def look_at_lock(zones: Zones) -> Check:
    """Say whether a run is at work, and which process it is."""
    path = zones.restricted / "lock"
    if not path.is_file():
        return Check("lock", "well", "no run is at work")
    with path.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held_by = file.read().strip() or "unknown"
            return Check(
                "lock", "look", f"a run is at work (process {held_by})", "wait for it, or end that process; nothing is lost by that"
            )
    return Check("lock", "well", "no run is at work")


def look_at_release(zones: Zones) -> Check:
    """Look whether the current release is whole."""
    current = zones.registry / "current"
    if not current.exists():
        return Check("release", "look", "there is none yet", "make ingest DROP=folder")
    if (hold := read_hold(zones.registry)) and is_published(current.resolve(), current.resolve().name):
        said = f"{hold['release']} is shown since {hold['when'][:10]}, rolled back to by {hold['by']}; later ones are kept and not shown"
        return Check("release", "look", said, "python -m pipelines releases resume")
    if is_published(current.resolve(), current.resolve().name):
        return Check("release", "well", f"{current.resolve().name} is whole")
    return Check(
        "release", "ill", f"the files of {current.resolve().name} are not those of its manifest", "python -m pipelines ingest --force"
    )


def look_at_runs(zones: Zones, now: dt.datetime) -> Check:
    """Say what the last runs came to."""
    status, history = _read(zones.out / "status.json"), _read(zones.out / "history.json")
    if not status:
        return Check("last runs", "look", "none has ended here yet", "make ingest DROP=folder")
    if status["state"] == "running":
        if look_at_lock(zones).state == "look":
            return Check("last runs", "well", f"one is at work since {status['begun']}")
        return Check(
            "last runs", "ill", f"the last one, begun {status['begun']}, was killed", "run again; what it had completed is shown then"
        )
    days = (now - dt.datetime.fromtimestamp((zones.out / "status.json").stat().st_mtime)).days
    states = ", ".join(f"{run['as_of']} {run['state']}" for run in (history or [])[-3:])
    said = f"the last one was {status['state']} {days} days ago" + (f"; before: {states}" if states else "")
    if status["state"] in ("stopped", "failed"):
        return Check(
            "last runs", "ill", f"{said}. {' '.join(str(status.get('message') or '').split())}", "mend what is named, and run again"
        )
    if days > OLD_DAYS:
        return Check("last runs", "look", said, "if one is expected every night, look at the scheduler and its mail")
    return Check("last runs", "well", said)


def look_at_queries(zones: Zones) -> Check:
    """Look whether the log of the queries can be read."""
    try:
        moves = read_log(log_path(zones.restricted))
    except UnusableSettings as error:
        return Check("queries", "ill", str(error), "put the log back from the backup")
    last = {move["query_no"]: move["state_to"] for move in moves}
    return Check("queries", "well", f"{len(last):,} so far, {sum(state == 'open' for state in last.values()):,} of them open")


def _below(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        yield from (Path(at, name) for name in (*folders, *files) if not Path(at, name).is_symlink())


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
