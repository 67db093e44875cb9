"""What `releases` does that needs a data folder for itself: each holds the lock, and what changes something stands in the ledger."""

import argparse
import datetime as dt
import getpass
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from pipelines.commands.release_store import fsck, rebuild
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode

if TYPE_CHECKING:
    from pipelines.release.listed import Listed
    from pipelines.settings.zones import Zones


def act(options: argparse.Namespace) -> ExitCode:
    """Do it, one process at a time on a data folder."""
    from pipelines.release.listed import list_releases
    from pipelines.run.changeover import at_work
    from pipelines.settings.zones import open_zones

    list_releases(options.data)  # without a release no folder is made
    zones = open_zones(options.data)
    with at_work(zones):
        return ACTS[options.what](options, zones, list_releases(options.data))


def _roll_back(options: argparse.Namespace, zones: "Zones", releases: "Sequence[Listed]") -> ExitCode:
    from pipelines.release.listed import find_listed
    from pipelines.run.rollback import RESUME, roll_back

    if not options.release:
        return say("name the release to which you roll back: releases rollback ID", ExitCode.USAGE)
    one = find_listed(releases, options.release)
    roll_back(zones, one.id, _by(options), _now())
    return _done(f"{one.id} is shown again: registry, findings and out/. Later runs are made and kept, and not shown; {RESUME}.")


def _resume(options: argparse.Namespace, zones: "Zones", releases: "Sequence[Listed]") -> ExitCode:
    from pipelines.release.hold import read_hold
    from pipelines.run.rollback import resume

    if not read_hold(zones.registry):
        return say(f"{options.data}: is not rolled back; there is nothing to resume", ExitCode.USAGE)
    newest = releases[-1]
    resume(zones, newest.id, _by(options), _now())
    return _done(f"{newest.id} is shown, the newest release ({newest.made:%Y-%m-%d %H:%M}), and so is every later one.")


def _pin(options: argparse.Namespace, zones: "Zones", releases: "Sequence[Listed]") -> ExitCode:
    from pipelines.release.listed import find_listed
    from pipelines.release.pins import pin, unpin

    one = find_listed(releases, options.release or "current")
    (pin if options.what == "pin" else unpin)(zones.registry, one.id)
    _write_down(options, zones, release=one.id)
    return _done(f"{one.id} is never pruned." if options.what == "pin" else f"{one.id} may be pruned when it is old.")


def _prune(options: argparse.Namespace, zones: "Zones", releases: "Sequence[Listed]") -> ExitCode:
    from pipelines.run.prune import carry_out, plan_pruning

    if options.keep_days is None:
        return say("say how many days are kept: releases prune --keep-days 90", ExitCode.USAGE)
    pruning = plan_pruning(zones, releases, _now() - dt.timedelta(days=options.keep_days))
    for folder in pruning.releases:
        print(folder.name)
    kept = f"what {len(pruning.runs):,} runs have kept, {len(pruning.extracts):,} extracts"
    counts = f"{len(pruning.releases):,} of {len(releases):,} releases, {kept}"
    if options.dry_run:
        return _done(f"would go: {counts}")
    carry_out(pruning)
    if pruning.releases or pruning.runs or pruning.extracts:
        _write_down(
            options, zones, releases=[folder.name for folder in pruning.releases], runs=len(pruning.runs), extracts=len(pruning.extracts)
        )
    return _done(f"removed: {counts}")


def _write_down(options: argparse.Namespace, zones: "Zones", **said: object) -> None:
    from pipelines.release.ledger import append_line, next_number

    line = {"act": options.what, "when": _now().isoformat(timespec="seconds"), "by": _by(options), **said}
    append_line(zones.registry, line, next_number(zones.registry))


def _done(sentence: str) -> ExitCode:
    print(sentence, file=sys.stderr)
    return ExitCode.DONE


def _by(options: argparse.Namespace) -> str:
    if options.by.strip():
        return options.by.strip()
    with suppress(OSError, KeyError):  # a user without a name
        return getpass.getuser()
    return "somebody"


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


ACTS: dict[str, Callable[[argparse.Namespace, "Zones", "Sequence[Listed]"], ExitCode]] = {
    "rollback": _roll_back,
    "resume": _resume,
    "pin": _pin,
    "unpin": _pin,
    "prune": _prune,
    "rebuild": rebuild,
    "fsck": fsck,
}
