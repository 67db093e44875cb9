"""Removes old releases and what their runs have kept, but for those that somebody may still want."""

import datetime as dt
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.release.ledger import read_ledger
from pipelines.release.listed import Listed
from pipelines.release.store import kept_extracts
from pipelines.run.changeover import PRUNED
from pipelines.run.made_from import read_made_from
from pipelines.run.sendings import read_sendings
from pipelines.settings.zones import Zones


@dataclass(frozen=True)
class Pruning:
    """The folders that go, in the order in which they do: a release before its run, so that none is listed that cannot be shown."""

    releases: tuple[Path, ...]
    runs: tuple[Path, ...]
    extracts: tuple[Path, ...] = ()  # of the store, that no run is made from which stays


def plan_pruning(zones: Zones, releases: Sequence[Listed], keep_from: dt.datetime) -> Pruning:
    """Return what goes: releases made before `keep_from` that are not current, rolled back to, pinned or the newest, and runs likewise."""
    newest = releases[-1].id  # as they are listed; the clock may have been put back
    old = [one for one in releases if one.made < keep_from and not one.states and one.id != newest]
    kept = {one.id for one in releases} - {one.id for one in old} | {(zones.restricted / "current").resolve().name}
    ended = {line["run_id"]: line["when"] for line in read_ledger(zones.registry) if line.get("run_id")}
    runs = [run for run in sorted((zones.restricted / "runs").glob("[!.]*")) if run.name not in kept]
    going = tuple(run for run in runs if run.name in {one.id for one in old} or _when(run, ended) < keep_from)
    staying = [run for run in (zones.restricted / "runs").glob("[!.]*") if run not in going]
    needed = {one["sha256"] for run in staying for one in read_made_from(run).get("extracts", ())}
    needed |= {one["sha256"] for files in read_sendings(zones.restricted).values() for one in files}  # from which the next run goes on
    extracts = tuple(path for path in kept_extracts(zones.restricted) if path.name not in needed)
    return Pruning(tuple(one.folder for one in old), going, extracts)


def carry_out(pruning: Pruning) -> None:
    """Remove the folders: each vanishes from its place in one step, so that nobody ever sees a part of one."""
    for folder in (*pruning.releases, *pruning.runs):
        going = folder.with_name(f".{folder.name}{PRUNED}-{os.getpid()}")
        folder.rename(going)
        shutil.rmtree(going)
    for path in pruning.extracts:
        path.unlink()


def _when(run: Path, ended: dict[str, str]) -> dt.datetime:
    if run.name in ended:
        return dt.datetime.fromisoformat(ended[run.name])
    return dt.datetime.fromtimestamp(run.stat().st_mtime).astimezone()
