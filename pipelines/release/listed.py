"""The releases of a data folder, in the order in which they were made, and what is said of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.release.hold import read_hold
from pipelines.release.ledger import made_at
from pipelines.release.pins import pinned
from pipelines.release.record import changes, inputs_of, read_record
from pipelines.release.sums import MANIFEST
from pipelines.settings.errors import NothingToShow, UnusableSettings


@dataclass(frozen=True)
class Listed:
    """One release that is kept."""

    folder: Path
    made: dt.datetime
    record: Mapping[str, Any]
    changed: Mapping[str, str] | None  # of its inputs, against the release before it; None of the first
    states: tuple[str, ...] = ()  # current, rolled back to, pinned

    @property
    def id(self) -> str:
        """The id of the release, which is the name of its folder."""
        return self.folder.name


def list_releases(data: Path) -> list[Listed]:
    """Return the releases of a data folder, the newest last; raise NothingToShow if there is none."""
    registry = data / "registry"
    found = _kept(registry)
    if not found:
        raise NothingToShow(f"{data}: there is no release here yet; make one with `python -m pipelines ingest`")
    listed: list[Listed] = []
    for when, folder in found:
        try:
            record = read_record(folder)
            changed = changes(inputs_of(folder), inputs_of(listed[-1].folder)) if listed else None
        except (OSError, ValueError, KeyError):
            record, changed = {}, {}
        listed.append(Listed(folder, when, record, changed, _states(registry, folder)))
    return listed


def find_listed(releases: Sequence[Listed], asked: str) -> Listed:
    """Return the release that is meant: "current", an id, or enough of its beginning or of its digest.

    Raises UnusableSettings if that is none, or several.
    """
    if asked == "current":
        meant = [one for one in releases if "current" in one.states]
    else:
        meant = [one for one in releases if one.id == asked] or [
            one for one in releases if asked and (one.id.startswith(asked) or one.id.rsplit("-", 1)[-1].startswith(asked))
        ]
    if len(meant) != 1:
        wrong = "is no release here" if not meant else f"is the beginning of {len(meant)} releases; write more of it"
        raise UnusableSettings(f"{asked}: {wrong}; `python -m pipelines releases` lists them")
    return meant[0]


def releases_made(registry: Path) -> list[tuple[str, Path]]:
    """Return the releases that are kept, each with the day on which it was made, the oldest first."""
    return [(f"{when:%Y-%m-%d}", folder) for when, folder in _kept(registry)]


def _kept(registry: Path) -> list[tuple[dt.datetime, Path]]:
    """Return the releases that are kept and when they were made: in the order of the ledger, before them those that it does not know."""
    made = made_at(registry)
    order = {release: number for number, release in enumerate(made)}
    found = [folder for folder in (registry / "releases").glob("[!.]*") if (folder / MANIFEST).is_file()]
    timed = [(_when(folder, made), folder) for folder in found]
    return sorted(timed, key=lambda one: (order.get(one[1].name, -1), *one))


def _states(registry: Path, folder: Path) -> tuple[str, ...]:
    hold = read_hold(registry)
    held = {
        "current": (registry / "current").resolve() == folder.resolve(),
        "rolled back to": bool(hold) and hold["release"] == folder.name,
        "pinned": folder.name in pinned(registry),
    }
    return tuple(state for state, is_so in held.items() if is_so)


def _when(folder: Path, made: Mapping[str, str]) -> dt.datetime:
    """Return when a release was made; of one that the ledger does not know, when its manifest was written."""
    if folder.name in made:
        return dt.datetime.fromisoformat(made[folder.name])
    return dt.datetime.fromtimestamp((folder / MANIFEST).stat().st_mtime).astimezone()
