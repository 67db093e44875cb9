"""The command `releases`: lists the releases of a data folder, shows, compares and copies them, and rolls back to one of before."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from pipelines.commands.command import Command
from pipelines.commands.options import add_config, add_data, is_taken
from pipelines.commands.release_acts import ACTS, act
from pipelines.commands.say import say
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what to do, and with which release."""
    parser.add_argument(
        "what", nargs="?", default="list", choices=("list", "show", "diff", *ACTS, "export"), help="without a word: list them"
    )
    parser.add_argument("release", nargs="?", default="", help='the id of a release, enough of its beginning or digest, or "current"')
    parser.add_argument("other", nargs="?", default="current", help="of diff: the release that is held against it (default: current)")
    parser.add_argument("--page", type=Path, help="of diff: also write it as a page with pictures, into this file")
    parser.add_argument("--by", default="", help="of what changes something: who does it (default: you, by the system's name)")
    parser.add_argument("--keep-days", type=_days, metavar="N", help="of prune: releases of so many days stay")
    parser.add_argument("--dry-run", action="store_true", help="of prune: only say what would go")
    parser.add_argument("--mend", action="store_true", help="of fsck: put right what can be made again from the store")
    add_config(parser)
    parser.add_argument("--relative", action="store_true", help="of export: days from the index day in the place of all dates")
    parser.add_argument("--to", type=Path, help="of export: folder to write; must be new or empty")
    add_data(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Do what is asked; a release itself stays as it is."""
    if options.what == "list":
        return _list(options.data)
    if options.what == "show":
        return _show(options)
    if options.what == "diff":
        return _diff(options)
    if options.what in ACTS:
        return act(options)
    if not (options.release and options.relative and options.to):
        return say(
            "name the release, how dates are written, and the folder: releases export current --relative --to FOLDER", ExitCode.USAGE
        )
    return _export(options)


def _list(data: Path) -> ExitCode:
    from pipelines.release.listed import list_releases
    from pipelines.release.release_list import lines_of_list

    for line in lines_of_list(list_releases(data)):
        print(line)
    return ExitCode.DONE


def _show(options: argparse.Namespace) -> ExitCode:
    from pipelines.release.listed import find_listed, list_releases
    from pipelines.release.release_list import lines_of_release
    from pipelines.release.sums import wrong_files

    one = find_listed(list_releases(options.data), options.release or "current")
    wrong = wrong_files(one.folder)
    for line in lines_of_release(one, wrong):
        print(line)
    return ExitCode.OUR_FAULT if wrong else ExitCode.DONE


def _diff(options: argparse.Namespace) -> ExitCode:
    from pipelines.release.compare import compare_releases
    from pipelines.release.comparison_in_words import lines_of_comparison
    from pipelines.release.listed import find_listed, list_releases

    if not options.release:
        return say("name the release of before, and the one after if it is not the current one: releases diff A B", ExitCode.USAGE)
    releases = list_releases(options.data)
    before, after = (find_listed(releases, asked) for asked in (options.release, options.other))
    try:
        compared = compare_releases(before.folder, after.folder)
    except (OSError, ValueError, KeyError):
        return say(f"{before.id} or {after.id} is not whole; `python -m pipelines releases fsck` says more", ExitCode.NO_INPUT)
    for line in lines_of_comparison(compared):
        print(line)
    if options.page:
        from pipelines.report.release_difference import release_difference_page
        from pipelines.settings.zones import write_text

        try:
            write_text(options.page, release_difference_page(compared))
        except OSError as error:
            return say(f"{options.page}: cannot be written ({error.strerror})", ExitCode.USAGE)
    return ExitCode.DONE


def _export(options: argparse.Namespace) -> ExitCode:
    from pipelines.release.published import is_published
    from pipelines.release.relative_copy import write_relative_copy

    target, registry = options.to, (options.data / "registry").resolve()
    if is_taken(target):
        return say(f"{target}: the folder is not empty; name a new one", ExitCode.USAGE)
    if target.resolve().is_relative_to(registry):
        return say(f"{target}: lies among the releases, which are never changed; name a folder outside {registry}", ExitCode.USAGE)
    release = (registry / "current" if options.release == "current" else registry / "releases" / options.release).resolve()
    if release.parent != registry / "releases" or not is_published(release, release.name):
        return say(
            f"{options.release}: is no release of {options.data}, or not whole; `python -m pipelines releases list` names them",
            ExitCode.USAGE,
        )
    partial = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        copied = write_relative_copy(release, partial)
        if target.exists():
            target.rmdir()
        partial.rename(target)
    except OSError as error:
        return say(f"{target}: cannot be written ({error.strerror})", ExitCode.USAGE)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    left = f"; {copied.left_out} without an index day are left out" if copied.left_out else ""
    patients = f"{copied.patients:,} {'patient' if copied.patients == 1 else 'patients'}"
    print(f"{target}: a copy without dates of release {release.name}: {patients}{left}", file=sys.stderr)
    return ExitCode.DONE


def _days(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError("not a number of days")
    return int(text)


COMMAND = Command("the releases of a data folder: list, show, compare, roll back, prune, make again, export", add_arguments, run)
