"""Removes the patients who have withdrawn from all from everything that a data folder keeps, and proves by a scan that nothing is left.

First it is written down what will be done (a plan in the restricted zone), then it is done file by file, then releases are signed again,
then the protocol gets its lines and the plan goes. Killed at any place, the same call goes on with the plan and ends the same.
"""

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.forget.clean_file import FILE, FORGOTTEN, Cleaned, clean_file, rows_that_name, texts_of
from pipelines.forget.who_leaves import Names
from pipelines.raw.withdrawn import LIST
from pipelines.release.published import is_published
from pipelines.release.store import kept_extracts
from pipelines.release.sums import MANIFEST, sign, to_json
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.zones import Zones, write_private

PLAN, PROTOCOL, MARK = "forget_plan.json", "forgotten.csv", "forgotten.txt"
HEADER = "day,by,patients,where,what,count\n"
BESIDE_ROWS = ("review.html", "findings.xlsx")  # of a run: the same rows once more, which the next run writes again


@dataclass(frozen=True)
class Forgetting:
    """Who asks that which patients are forgotten, in which data folder."""

    zones: Zones
    names: Names
    by: str
    day: dt.date


def plan(asked: Forgetting) -> dict[str, Any]:
    """Return what is to be done, counted; what a call that was killed had planned before goes first.

    Raises UnusableSettings where a release that would be signed again is not whole now.
    """
    before = _unfinished(asked.zones.restricted / PLAN)
    files = {_shown(asked, one.path): [one.what, one.count] for one in _to_clean(asked)}
    releases = sorted({name.split("/")[2] for name in files if name.startswith("registry/releases/")})
    for release in releases:
        folder = asked.zones.registry / "releases" / release
        if release not in before.get("releases", ()) and not is_published(folder, release):
            raise UnusableSettings(
                f"{folder}: its files are not those of its manifest, and are not signed again; put the release back first"
            )
    return {
        "by": before.get("by", asked.by),
        "day": before.get("day", asked.day.isoformat()),
        "patients": len(asked.names.pseudonyms),
        "files": files | before.get("files", {}),
        "releases": sorted({*releases, *before.get("releases", ())}),
        "keyed": sorted({*asked.names.keyed, *before.get("keyed", ())}),
    }


def keyed_of_plan(zones: Zones) -> list[str]:
    """Return the keyed numbers that a call which was killed had found: the rows that told whose they are may be gone."""
    return _unfinished(zones.restricted / PLAN).get("keyed", [])


def carry_out(asked: Forgetting, planned: Mapping[str, Any]) -> None:
    """Do what is planned, and write the protocol."""
    restricted = asked.zones.restricted
    if not planned["files"]:
        return
    write_private(restricted / PLAN, to_json(planned).encode())
    for cleaned in _to_clean(asked):
        cleaned.write()
    for where, (what, _) in planned["files"].items():
        if what == FILE:
            (asked.zones.data / where).unlink(missing_ok=True)
    for release in planned["releases"]:
        _sign_again(asked.zones.registry / "releases" / release, planned)
    _add_to_protocol(restricted / PROTOCOL, planned)
    (restricted / PLAN).unlink()


def left_over(asked: Forgetting) -> tuple[list[str], int]:
    """Return the files in which one of the patients is still named, and how many were looked through; tables are decoded for that."""
    looked, left = 0, []
    for path in _files(asked.zones):
        looked += 1
        if path.suffix == ".parquet":
            is_named = any(rows_that_name(path, asked.names))
        else:
            is_named = any(asked.names.stand_in(text) for text in (path.name, *texts_of(path)))
        if is_named:
            left.append(_shown(asked, path))
    return left, looked


def _to_clean(asked: Forgetting) -> Iterator[Cleaned]:
    touched = set()
    kept = set(kept_extracts(asked.zones.restricted))  # in any format: that none of them names a patient cannot be proven
    yield from (Cleaned(path, None, FILE, 1) for path in sorted(kept))
    for path in _files(asked.zones):
        if path in kept:
            continue
        if cleaned := clean_file(path, asked.names):
            touched.add(path.parent)
            yield cleaned
    for folder in sorted({run for path in touched for run in _run_of(asked.zones, path)}):
        for name in BESIDE_ROWS:
            if (folder / name).is_file():
                yield Cleaned(folder / name, None, FILE, 1)


def _run_of(zones: Zones, folder: Path) -> list[Path]:
    runs = zones.restricted / "runs"
    return [runs / folder.relative_to(runs).parts[0]] if folder != runs and folder.is_relative_to(runs) else []


def _files(zones: Zones) -> list[Path]:
    """Return every file of the three zones, but for the list of those who have withdrawn, which keeps them out, key, lock and plan."""
    kept = {zones.restricted / name for name in (LIST, PLAN, "lock")}
    found = []
    for zone in (zones.restricted, zones.registry, zones.out):
        for folder, _, names in os.walk(zone):
            found += [Path(folder, name) for name in names if Path(folder) != zones.key.parent]
    return sorted(path for path in found if path not in kept and not path.is_symlink())


def _sign_again(folder: Path, planned: Mapping[str, Any]) -> None:
    """Mark a release of which rows have gone, and write the hashes of its files as they are now; its results stay as they were printed."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    entry = {"day": planned["day"], "patients": planned["patients"]}
    if entry not in manifest.setdefault(FORGOTTEN, []):
        manifest[FORGOTTEN].append(entry)
    said = (f"{one['day']}: the rows of {one['patients']} who had withdrawn were removed from the tables." for one in manifest[FORGOTTEN])
    text = "\n".join((*said, "The results are as they were printed before, and count them.")) + "\n"
    (folder / MARK).write_text(text, encoding="utf-8")
    sign(folder, manifest)


def _add_to_protocol(path: Path, planned: Mapping[str, Any]) -> None:
    """Add what was done where, when and by whom; a call that was killed behind this adds nothing twice."""
    import csv
    import io

    before = path.read_text(encoding="utf-8") if path.is_file() else HEADER
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        (planned["day"], planned["by"], planned["patients"], where, what, count)
        for where, (what, count) in sorted(planned["files"].items())
    )
    if not before.endswith(out.getvalue()):
        write_private(path, (before + out.getvalue()).encode())


def _unfinished(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _shown(asked: Forgetting, path: Path) -> str:
    return path.relative_to(asked.zones.data).as_posix()
